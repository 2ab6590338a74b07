/// The operation's own codes: its page. Common ones: help.aliyun.com/document_detail/434846 and
/// the products' pages. `InvalidApi.NotFound` and its like are not about tasks.
extension Alibaba {
  static let errors: [ErrorCode] = [
    ErrorCode("NotFound.Task", .notFound),
    // The page: "The specified task must be in the running or recovering state."
    ErrorCode("InvalidParameter.TaskId", ofStop: .alreadyStopped, ofOthers: .conflict),
    // Under HTTP 403, by an operation that has no such parameter: the account is meant.
    ErrorCode("InvalidParameter.UserId", .permission),
    ErrorCode("InvalidParameter.*", .invalidArgument),
    ErrorCode("MissingParameter.*", .invalidArgument),

    ErrorCode("Throttling.*", .throttled),
    ErrorCode("InvalidAccessKeyId.*", .authentication),
    ErrorCode("SignatureDoesNotMatch", .authentication),
    ErrorCode("IncompleteSignature", .authentication),
    ErrorCode("InvalidSignatureMethod", .authentication),
    ErrorCode("SignatureNonceUsed", .authentication),
    ErrorCode("InvalidSecurityToken.*", .authentication),
    ErrorCode("InvalidTimeStamp.*", .clockSkew),
    ErrorCode("IllegalTimestamp", .clockSkew),
    ErrorCode("Forbidden.*", .permission),
    ErrorCode("ActionUnauthorized", .permission),
    ErrorCode("Forbidden.UserVerification", .accountState),
    ErrorCode("Forbidden.RiskControl", .accountState),
    ErrorCode("InsufficientBalance", .accountState),
    ErrorCode("InvalidIdentity.ServiceDisabled", .accountState),
    ErrorCode("InvalidDomain.NotFound", .notFound),
    ErrorCode("UnsupportedParameter", .invalidArgument),
    ErrorCode("UnsupportedHTTPMethod", .invalidArgument),
    ErrorCode("InvalidAction.*", .invalidArgument),
    ErrorCode("InvalidApi.*", .invalidArgument),
    ErrorCode("InvalidProduct.*", .invalidArgument),
    ErrorCode("NoSuchVersion", .invalidArgument),
    ErrorCode("InvalidProtocol.*", .invalidArgument),
    ErrorCode("IllegalOperation", .conflict),
    ErrorCode("ConfigAlreadyExists", .conflict),
    ErrorCode("TaskAlreadyStarted", .conflict),
    ErrorCode("InternalError.*", .cloudError),
    ErrorCode("UnknownError", .cloudError),
    ErrorCode("ServiceUnavailable.*", .unavailable),
  ]
}
