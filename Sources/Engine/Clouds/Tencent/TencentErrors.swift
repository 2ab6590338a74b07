/// The operation's own codes: its page. Common ones: cloud.tencent.com/document/product/1123/67534;
/// Live's further ones, by the comments in the vendor's SDK. Each is listed in full: how a new code
/// ends does not tell for certain that nothing was done.
extension Tencent {
  static let errors: [ErrorCodes] = [
    // Documented for the previous API: "to make sure that each request is executed only once".
    ErrorCodes(.seenBefore, "InvalidRequest.ReplayAttack"),
    // Its message: "Token verification failed".
    ErrorCodes(.wrongOrExpiredToken, "AuthFailure.TokenFailure"),
    ErrorCodes(.authentication, "AuthFailure.*"),
    ErrorCodes(.clockSkew, "AuthFailure.SignatureExpire"),
    ErrorCodes(
      .permission, "AuthFailure.UnauthorizedOperation", "UnauthorizedOperation.*", "IpInBlacklist",
      "IpNotInWhitelist", "FailedOperation.AuthError", "FailedOperation.NoProjectPermission",
      "FailedOperation.CosBucketNotPermission", "FailedOperation.CosRoleNotExists",
      "InternalError.NotPermmitOperat", "InvalidParameter.DomainHitBlackList",
      "InvalidParameter.DomainIsFamous", "InvalidParameter.DomainIsLimited",
      "InvalidParameter.MpPluginNoUse", "InvalidParameter.ToUrlNoPermission"),
    // Four of the page's six ResourceNotFound codes tell the state of the account, not that a task
    // is missing.
    ErrorCodes(
      .accountState, "ResourceNotFound.ForbidService", "ResourceNotFound.FreezeService",
      "ResourceNotFound.StopService", "ResourceNotFound.UserDisableService",
      "ResourceNotFound.NotBindPackage", "ResourceNotFound.UserNotExist",
      "ResourceNotFound.UserNotFount", "ResourceNotFound.InvalidUser",
      "ResourceNotFound.DomainNoRecord", "ResourceUnavailable.InvalidVodStatus",
      "FailedOperation.OutOfService", "FailedOperation.JiFeiNoEnoughFund",
      "FailedOperation.NoRealNameAuth", "FailedOperation.SdkNoPackage",
      "FailedOperation.CasterExpired", "FailedOperation.DomainNeedRealName",
      "FailedOperation.DomainNeedVerifyOwner", "InternalError.InvalidUser",
      "InternalError.DomainNoRecord", "InvalidParameter.NotAllowUseLVB",
      "InvalidParameter.CloudDomainIsStop"),
    ErrorCodes(
      .notFound, "ResourceNotFound.*", "ResourceUnavailable.StreamNotExist",
      "FailedOperation.NotFound", "FailedOperation.StreamNotExist",
      "FailedOperation.HasNotLivingStream", "FailedOperation.NoPgmRunning",
      "FailedOperation.NoLVBPushOrPlayDomain", "FailedOperation.CancelSessionNotExist",
      "FailedOperation.CasterNotFound", "FailedOperation.CertificateNotFound",
      "FailedOperation.CosBucketNotExist", "FailedOperation.InputNotExist",
      "FailedOperation.LayoutNotExist", "FailedOperation.MarkPicNotExist",
      "FailedOperation.MarkWordNotExist", "FailedOperation.MonitorNotExist",
      "FailedOperation.OutputIsNotExist", "InternalError.NotFound",
      "InternalError.HasNotLivingStream", "InternalError.ConfNotFound",
      "InternalError.ConfigNotExist", "InternalError.CrtDateNotFound",
      "InternalError.CrtDomainNotFound", "InternalError.DomainNotExist",
      "InternalError.PlayDomainNoRecord", "InternalError.PushDomainNoRecord",
      "InternalError.RuleNotFound", "InternalError.WatermarkNotExist",
      "InvalidParameter.TaskNotExist", "InvalidParameter.CancelSessionNotExist",
      "InvalidParameter.ConfNotFound", "InvalidParameter.CrtDateNotFound",
      "InvalidParameter.CrtDomainNotFound", "InvalidParameter.DomainNotExists",
      "InvalidParameter.RuleNotFound", "InvalidParameter.TemplateNotFound"),
    // DryRunOperation: a rehearsal that would have succeeded; nothing was done.
    ErrorCodes(
      .conflict, "ResourceInUse.*", "ResourceUnavailable.*", "UnsupportedOperation.*",
      "DryRunOperation", "FailedOperation.ConflictAction", "FailedOperation.CannotBeDeletedIssued",
      "FailedOperation.CannotBeDeletedWithinHour", "FailedOperation.CasterBinded",
      "FailedOperation.CertificateExists", "FailedOperation.CertificateInvalid",
      "FailedOperation.CertificateMismatch", "FailedOperation.ConfInUsed",
      "FailedOperation.DeleteDomainInLockedTime", "FailedOperation.DomainAdded",
      "FailedOperation.InputAlreadyExist", "FailedOperation.InputIsNotActive",
      "FailedOperation.InputStreamMixTypeNotAccessible", "FailedOperation.InputUsedInAutoCast",
      "FailedOperation.InputUsedInLayout", "FailedOperation.InputUsedInPgm",
      "FailedOperation.InputUsedInPvw", "FailedOperation.InvalidCertificateStatusCode",
      "FailedOperation.LayoutAlreadyExist", "FailedOperation.LayoutUsedInAutoCast",
      "FailedOperation.LayoutUsedInPgm", "FailedOperation.LayoutUsedInPvw",
      "FailedOperation.MarkPicAlreadyExist", "FailedOperation.MarkPicUsedInAutoCast",
      "FailedOperation.MarkWordAlreadyExist", "FailedOperation.MarkWordUsedInAutoCast",
      "FailedOperation.MonitorIsActive", "FailedOperation.NoBackupInput",
      "FailedOperation.OutputAlreadyExist", "FailedOperation.ParentDomainAdded",
      "FailedOperation.RuleAlreadyExist", "FailedOperation.SubDomainAdded",
      "InternalError.StreamStatusError", "InternalError.ConfInUsed", "InternalError.CrtDateInUsing",
      "InternalError.DomainAlreadyExist", "InternalError.DomainIsFamous",
      "InternalError.ProcessorAlreadyExist", "InternalError.RuleAlreadyExist",
      "InternalError.RuleInUsing", "InvalidParameter.ConfInUsed", "InvalidParameter.CrtDateInUsing",
      "InvalidParameter.DomainAlreadyExist", "InvalidParameter.InvalidOutputStreamID",
      "InvalidParameter.MpHostDelete", "InvalidParameter.ProcessorAlreadyExist",
      "InvalidParameter.SessionOutputStreamChanged"),
    ErrorCodes(.throttled, "RequestLimitExceeded.*", "LimitExceeded.RateLimitExceeded"),
    ErrorCodes(
      .quota, "LimitExceeded.*", "ResourceInsufficient.*", "FailedOperation.ExceedsFreeLimit",
      "FailedOperation.HostOutLimit", "FailedOperation.MonitorLimitExceeded",
      "FailedOperation.RelatedRunningMonitorLimitExceeded", "FailedOperation.TooMuchInput",
      "InternalError.ConfOutLimit", "InternalError.RuleOutLimit",
      "InvalidParameter.TaskNumMoreThanLimit"),
    ErrorCodes(
      .invalidArgument, "InvalidParameter.*", "InvalidParameterValue.*", "MissingParameter.*",
      "UnknownParameter.*", "InvalidAction", "InvalidRequest", "NoSuchProduct", "NoSuchVersion",
      "ActionOffline", "UnsupportedProtocol", "UnsupportedRegion", "RequestSizeLimitExceeded",
      "FailedOperation.InvalidParam", "InternalError.ArgsNotMatch",
      "InternalError.ChineseCharacterDetected", "InternalError.CrtDateNotLegal",
      "InternalError.CrtDateOverdue", "InternalError.CrtKeyNotMatch",
      "InternalError.DomainFormatError", "InternalError.DomainIsLimited",
      "InternalError.DomainTooLong", "InternalError.InvalidInput", "InternalError.InvalidRequest"),
    // A FailedOperation that is not listed may be any failure: none that is certain.
    ErrorCodes(
      .cloudError, "FailedOperation.*", "InternalError.*", "InvalidParameter.OtherError",
      "ResponseSizeLimitExceeded"),
    ErrorCodes(
      .unavailable, "ServiceUnavailable", "FailedOperation.NetworkError",
      "FailedOperation.ResourceNotEnough"),
  ]
}
