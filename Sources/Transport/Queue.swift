import Engine

/// Calls of one lane that wait for a connection and, where their action is paced, for their turn.
final class Queue {
  /// Empty for all that are not paced.
  let action: Bytes
  let isStop: Bool
  private(set) var calls = CallList()
  var pace: Pace?
  private var count: Int64 = 0

  init(action: Bytes, isStop: Bool, _ pace: Pace?) {
    self.action = action
    self.isStop = isStop
    self.pace = pace
  }

  /// How long until the first may go.
  func wait(_ now: Int64) -> Int64 { pace?.wait(at: now) ?? 0 }

  /// How long until one more might go.
  func waitOfNext(_ now: Int64) -> Int64 { pace?.wait(at: now, behind: count) ?? 0 }

  func isReady(_ now: Int64) -> Bool { !calls.isEmpty && wait(now) == 0 }

  func add(_ call: Call) {
    if call.isFirstAttempt { calls.append(call) } else { calls.insert(call) }
    count += 1
  }

  func remove(_ call: Call) {
    calls.remove(call)
    count -= 1
  }

  func pop(_ now: Int64) -> Call? {
    guard let call = calls.first else { return nil }
    remove(call)
    pace?.take(at: now)
    return call
  }
}
