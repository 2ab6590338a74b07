import Engine
import Platform

/// Tells the scheduler what became of keys. All of it happens in turns.
extension Loop {
  /// Nil: nothing says when the key expires.
  func keyFetched(_ lane: Lane, _ times: KeyTimes?) {
    guard let number = lane.number else { return }
    scheduler.keyFetched(number, until: times?.end, renewal: times?.renewal)
    perform()
  }

  func keyFailed(_ lane: Lane, _ outcome: Outcome) {
    guard let number = lane.number else { return }
    scheduler.keyFailed(number, outcome, at: Clock.monotonic)
    perform()
  }

  /// The caller gave another key.
  func keyGiven(_ lane: Lane) {
    if let number = lane.number { scheduler.keyGiven(number) }
  }

  /// Somebody wants a key who makes no call.
  func wantKey(_ lane: Lane) {
    scheduler.wantKey(number(of: lane), at: Clock.monotonic)
    perform()
  }

  func note(_ event: Event, of lane: Lane) {
    guard let log = lane.log, event.level.rawValue <= lane.configuration.logLevel.rawValue else {
      return
    }
    logEvents.append((log, event, 0))
  }
}
