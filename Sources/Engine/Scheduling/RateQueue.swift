/// Calls of one lane that wait for a connection and, where their action has one, for a rate limit.
struct RateQueue {
  /// Empty for all that have no rate limit.
  let action: Bytes
  let isStop: Bool
  private(set) var calls = CallList(.queue)
  var pace: Pace?
  private var count: Int64 = 0

  init(action: Bytes, isStop: Bool, _ pace: Pace?) {
    self.action = action
    self.isStop = isStop
    self.pace = pace
  }

  /// Milliseconds until the first call may be sent.
  func wait(_ now: Int64) -> Int64 { pace?.wait(at: now) ?? 0 }

  /// Milliseconds until one more call could be sent.
  func waitOfNext(_ now: Int64) -> Int64 { pace?.wait(at: now, behind: count) ?? 0 }

  mutating func add(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    if calls[id].isFirstAttempt {
      self.calls.append(id, &calls)
    } else {
      self.calls.insert(id, &calls)
    }
    count += 1
  }

  mutating func remove(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    self.calls.remove(id, &calls)
    count -= 1
  }

  mutating func pop(_ now: Int64, _ calls: inout Slots<ScheduledCall>) -> Int? {
    guard let id = self.calls.first else { return nil }
    remove(id, &calls)
    pace?.count(at: now)
    return id
  }
}
