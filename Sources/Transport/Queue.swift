import Engine

/// Calls of one lane that wait for a connection and, where their action is paced, for their turn.
final class Queue {
  /// Empty for all that are not paced.
  let action: Bytes
  let isStop: Bool
  var calls = CallList()
  var pace: Pace?
  private let waits: Bool

  /// `waits`: for its turn; otherwise whoever takes one asks before it adds a call.
  init(action: Bytes, isStop: Bool, _ pace: Pace?, waits: Bool) {
    self.action = action
    self.isStop = isStop
    self.pace = pace
    self.waits = waits
  }

  func wait(_ now: Int64) -> Int64 { waits ? pace?.wait(at: now) ?? 0 : 0 }

  func isReady(_ now: Int64) -> Bool { !calls.isEmpty && wait(now) == 0 }

  func pop(_ now: Int64) -> Call? {
    if waits { pace?.take(at: now) }
    return calls.popFirst()
  }

  /// 0, and it is taken; or how long until there is one.
  func takeTurn(_ now: Int64) -> Int64 {
    let wait = pace?.wait(at: now) ?? 0
    if wait == 0 { pace?.take(at: now) }
    return wait
  }
}
