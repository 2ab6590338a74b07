/// RTC's own codes: www.volcengine.com/docs/6348/70426. The gateway's: docs/6440/71573 and its
/// siblings; where their pages differ in the HTTP status, the code decides.
extension Volcengine {
  static let errors: [ErrorCode] = [
    ErrorCode("InvalidParameter.*", .invalidArgument),
    ErrorCode("InvalidParameter.TaskAlreadyExists", .conflict),
    ErrorCode(
      "InvalidParameter.ErrorActiveTaskNotFound", ofStop: .alreadyStopped, ofOthers: .notFound),
    ErrorCode("InvalidParameter.NotExistAppId", .notFound),
    ErrorCode("FlowLimitExceeded.QPSOverLimit", .throttled),
    ErrorCode("FlowLimitExceeded.TaskNumberOverLimit", .quota),
    ErrorCode("AccessDenied.NoPermissionForApp", .permission),
    ErrorCode("AccessDenied.RecordNotEnabled", .accountState),
    ErrorCode("AccessDenied.ServiceNotEnabled", .accountState),
    ErrorCode("InternalError.*", .cloudError),

    ErrorCode("MissingParameter", .invalidArgument),
    ErrorCode("MissingAuthenticationToken", .authentication),
    ErrorCode("MissingRequestInfo", .invalidArgument),
    ErrorCode("MissingSignature", .authentication),
    ErrorCode("InvalidTimestamp", .clockSkew),
    ErrorCode("ServiceNotFound", .invalidArgument),
    ErrorCode("InvalidActionOrVersion", .invalidArgument),
    ErrorCode("InvalidAccessKey", .authentication),
    ErrorCode("InvalidClientTokenId", .authentication),
    ErrorCode("SignatureDoesNotMatch", .authentication),
    ErrorCode("LackPolicy", .permission),
    ErrorCode("LackProjectPolicy", .permission),
    ErrorCode("AccessDenied.*", .permission),
    ErrorCode("FailToConnect", .unavailable),
    ErrorCode("InternalServiceTimeout", .unavailable),
    ErrorCode("FlowLimitExceeded.*", .throttled),
    ErrorCode("AccountFlowLimitExceeded", .throttled),
    ErrorCode("ServiceUnavailableTemp", .unavailable),
    ErrorCode("InternalServiceError", .cloudError),
    ErrorCode("InvalidAuthorization", .authentication),
    ErrorCode("InvalidCredential", .authentication),
    ErrorCode("InvalidSecretToken", .authentication),
    ErrorCode("MethodNotAllowed", .invalidArgument),
    ErrorCode("InnerApiNeedAccountInfo", .authentication),
    ErrorCode("UndefinedError", .cloudError),
  ]
}
