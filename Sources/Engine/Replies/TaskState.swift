/// The state of a task, where the cloud tells. Numbers as in the C header, from 0 on: a new one
/// goes to the end.
public enum TaskState: Int32, Sendable, CaseIterable {
  case unknown
  case running
  /// Interrupted; the cloud tries to go on.
  case recovering
  case stopping
  case stopped
  case failed
  case notStarted

  public var name: StaticString {
    switch self {
    case .unknown: "unknown"
    case .running: "running"
    case .recovering: "recovering"
    case .stopping: "stopping"
    case .stopped: "stopped"
    case .failed: "failed"
    case .notStarted: "not started"
    }
  }
}
