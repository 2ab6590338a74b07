public import CCrec
import Engine

extension Status {
  /// The header's number. Nowhere else are the two told of each other.
  var number: Int32 { Int32(truncatingIfNeeded: constant) }

  private var constant: Int {
    switch self {
    case .ok: CREC_STATUS_OK
    case .alreadyStopped: CREC_STATUS_ALREADY_STOPPED
    case .invalidArgument: CREC_STATUS_INVALID_ARGUMENT
    case .authentication: CREC_STATUS_AUTHENTICATION
    case .permission: CREC_STATUS_PERMISSION
    case .accountState: CREC_STATUS_ACCOUNT_STATE
    case .notFound: CREC_STATUS_NOT_FOUND
    case .conflict: CREC_STATUS_CONFLICT
    case .throttled: CREC_STATUS_THROTTLED
    case .quota: CREC_STATUS_QUOTA
    case .clockSkew: CREC_STATUS_CLOCK_SKEW
    case .cloudError: CREC_STATUS_CLOUD_ERROR
    case .unavailable: CREC_STATUS_UNAVAILABLE
    case .network: CREC_STATUS_NETWORK
    case .tls: CREC_STATUS_TLS
    case .timeout: CREC_STATUS_TIMEOUT
    case .cancelled: CREC_STATUS_CANCELLED
    case .malformedReply: CREC_STATUS_MALFORMED_REPLY
    case .full: CREC_STATUS_FULL
    case .busy: CREC_STATUS_BUSY
    case .closed: CREC_STATUS_CLOSED
    case .forked: CREC_STATUS_FORKED
    case .internal: CREC_STATUS_INTERNAL
    }
  }

  fileprivate var name: StaticString {
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
    }
  }
}

@_cdecl("crec_status_name") @implementation
public func crec_status_name(_ status: crec_status) -> UnsafePointer<CChar>? {
  unsafe pointer(Status.allCases.first { $0.number == status }?.name ?? "unknown status")
}

@_cdecl("crec_version") @implementation
public func crec_version() -> UnsafePointer<CChar>? {
  unsafe pointer(libraryVersion)
}
