/// The operation's own codes: its page. Common ones: help.aliyun.com/document_detail/434846, the
/// products' pages, and the list that the vendor's error centre has for all products.
extension Alibaba {
  static let errors: [ErrorCodes] = [
    ErrorCodes(.seenBefore, "SignatureNonceUsed"),
    ErrorCodes(.expiredToken, "InvalidSecurityToken.Expired"),
    ErrorCodes(.wrongOrExpiredToken, "InvalidSecurityToken.*"),
    ErrorCodes(
      .authentication, "InvalidSecurityToken.MismatchWithAccessKey",
      "InvalidSecurityToken.Malformed", "MissingSecurityToken", "InvalidAccessKeyId.*",
      "Forbidden.AccessKeyDisabled", "SignatureDoesNotMatch", "IncompleteSignature",
      "InvalidSignatureMethod"),
    ErrorCodes(.clockSkew, "InvalidTimeStamp.*", "IllegalTimestamp"),

    // The page: "The specified task must be in the running or recovering state."
    ErrorCodes(ofStop: .alreadyStopped, ofOthers: .conflict, "InvalidParameter.TaskId"),
    ErrorCodes(.notFound, "NotFound.Task", "InvalidDomain.NotFound"),
    ErrorCodes(.conflict, "IllegalOperation", "ConfigAlreadyExists", "TaskAlreadyStarted"),
    // InvalidParameter.UserId comes under HTTP 403, from an operation that has no such parameter:
    // the account is meant.
    ErrorCodes(.permission, "Forbidden.*", "ActionUnauthorized", "InvalidParameter.UserId"),
    ErrorCodes(
      .accountState, "Forbidden.UserVerification", "Forbidden.RiskControl", "InsufficientBalance",
      "InvalidIdentity.ServiceDisabled"),
    ErrorCodes(.throttled, "Throttling.*"),
    // InvalidApi.NotFound and its like are not about tasks.
    ErrorCodes(
      .invalidArgument, "InvalidParameter.*", "MissingParameter.*", "UnsupportedParameter",
      "UnsupportedOperation", "UnsupportedHTTPMethod", "InvalidAction.*", "InvalidApi.*",
      "InvalidProduct.*", "InvalidRegion.*", "NoSuchVersion", "InvalidProtocol.*",
      "ContentLengthDoesNotMatch", "ContentMD5NotMatched", "InvalidOwner", "InvalidOwnerId",
      "InvalidOwnerAccount"),
    ErrorCodes(.cloudError, "InternalError.*", "UnknownError"),
    ErrorCodes(.unavailable, "ServiceUnavailable.*"),
  ]
}
