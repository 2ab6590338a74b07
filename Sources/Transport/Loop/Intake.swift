import Engine
import Platform

/// The calls that a client or a loop takes.
enum Intake {
  case all
  /// While it closes, until a time on the monotonic clock: where the cloud makes a task's id, the
  /// end of the start is the first moment in which anybody can stop it.
  case stops(until: Int64)
  case none

  func takes(_ call: Call) -> Bool {
    switch self {
    case .all: true
    case .stops(let end): (call.isStop || call.isForKey) && Clock.monotonic < end
    case .none: false
    }
  }

  mutating func close(until end: Int64) {
    if case .none = self { return }
    self = .stops(until: end)
  }
}
