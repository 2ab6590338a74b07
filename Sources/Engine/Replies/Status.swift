/// The result of a call, by what the caller can do about it. Numbers as in the C header, from 0 on:
/// a new one goes to the end.
public enum Status: Int32, Sendable, CaseIterable {
  case ok, alreadyStopped, invalidArgument, authentication, permission, accountState, notFound
  case conflict, throttled, quota, clockSkew, cloudError, unavailable, network, tls, timeout
  case cancelled, malformedReply, full, busy, closed, forked, `internal`, shortage

  /// In words, for people.
  public var name: StaticString {
    switch self {
    case .ok: "ok"
    case .alreadyStopped: "already stopped"
    case .invalidArgument: "invalid argument"
    case .authentication: "authentication"
    case .permission: "permission"
    case .accountState: "account state"
    case .notFound: "not found"
    case .conflict: "conflict"
    case .throttled: "throttled"
    case .quota: "quota"
    case .clockSkew: "clock skew"
    case .cloudError: "cloud error"
    case .unavailable: "unavailable"
    case .network: "network"
    case .tls: "TLS"
    case .timeout: "timeout"
    case .cancelled: "cancelled"
    case .malformedReply: "malformed reply"
    case .full: "full"
    case .busy: "busy"
    case .closed: "closed"
    case .forked: "forked"
    case .internal: "internal"
    case .shortage: "shortage"
    }
  }

  /// True if the same call may succeed later, unchanged.
  var isRetryable: Bool {
    switch self {
    case .throttled, .cloudError, .unavailable, .network, .timeout, .cancelled, .full,
      .shortage:
      true
    default: false
    }
  }

  /// True if a cloud that answers so may still have acted.
  var mayHaveBeenApplied: Bool {
    switch self {
    case .ok, .cloudError, .unavailable, .malformedReply: true
    default: false
    }
  }
}
