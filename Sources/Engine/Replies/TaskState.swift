/// How a task stands, where the cloud tells.
public enum TaskState: Sendable, CaseIterable {
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
