/// RTC's own codes: www.volcengine.com/docs/6348/70426. The gateway's: docs/6440/71573 and its
/// siblings; where their pages differ in the HTTP status, the code decides. None says that a
/// request was seen before.
extension Volcengine {
  static let errors: [ErrorCodes] = [
    // The page: "many kinds of error, such as a wrong signature or expiry".
    ErrorCodes(.wrongOrExpiredToken, "InvalidSecretToken"),
    ErrorCodes(
      .authentication, "MissingAuthenticationToken", "MissingSignature", "InvalidAccessKey",
      "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidAuthorization", "InvalidCredential",
      "InnerApiNeedAccountInfo"),
    ErrorCodes(.clockSkew, "InvalidTimestamp"),

    ErrorCodes(
      ofStop: .alreadyStopped, ofOthers: .notFound, "InvalidParameter.ErrorActiveTaskNotFound"),
    ErrorCodes(.notFound, "InvalidParameter.NotExistAppId"),
    ErrorCodes(.conflict, "InvalidParameter.TaskAlreadyExists"),
    ErrorCodes(.permission, "AccessDenied.*", "LackPolicy", "LackProjectPolicy"),
    ErrorCodes(.accountState, "AccessDenied.RecordNotEnabled", "AccessDenied.ServiceNotEnabled"),
    ErrorCodes(.throttled, "FlowLimitExceeded.*", "AccountFlowLimitExceeded"),
    ErrorCodes(.quota, "FlowLimitExceeded.TaskNumberOverLimit"),
    ErrorCodes(
      .invalidArgument, "InvalidParameter.*", "MissingParameter", "MissingRequestInfo",
      "ServiceNotFound", "InvalidActionOrVersion", "MethodNotAllowed"),
    ErrorCodes(.cloudError, "InternalError.*", "InternalServiceError", "UndefinedError"),
    ErrorCodes(
      .unavailable, "FailToConnect", "InternalServiceTimeout", "ServiceUnavailableTemp"),
  ]
}
