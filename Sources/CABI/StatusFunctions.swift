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
    case .shortage: CREC_STATUS_SHORTAGE
    }
  }
}

extension TaskState {
  var number: Int32 {
    let constant =
      switch self {
      case .unknown: CREC_TASK_UNKNOWN
      case .running: CREC_TASK_RUNNING
      case .recovering: CREC_TASK_RECOVERING
      case .stopping: CREC_TASK_STOPPING
      case .stopped: CREC_TASK_STOPPED
      case .failed: CREC_TASK_FAILED
      case .notStarted: CREC_TASK_NOT_STARTED
      }
    return Int32(truncatingIfNeeded: constant)
  }
}

@_cdecl("crec_status_name") @implementation
public func crec_status_name(_ status: crec_status) -> UnsafePointer<CChar>? {
  unsafe pointer(Status.allCases.first { $0.number == status }?.name ?? "unknown status")
}

@_cdecl("crec_task_state_name") @implementation
public func crec_task_state_name(_ state: crec_task_state) -> UnsafePointer<CChar>? {
  unsafe pointer((TaskState.allCases.first { $0.number == state } ?? .unknown).name)
}

@_cdecl("crec_version") @implementation
public func crec_version() -> UnsafePointer<CChar>? {
  unsafe pointer(libraryVersion)
}
