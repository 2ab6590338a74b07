public import Engine

/// Where a client's events go, outside of locks and of libcurl. Nothing is made of what nobody
/// wants to know.
public struct Log {
  private let level: Event.Level
  private let write: (Event, _ context: UInt) -> Void

  /// Up to `level`.
  public init(_ level: Event.Level, _ write: @escaping (Event, _ context: UInt) -> Void) {
    self.level = level
    self.write = write
  }

  func wants(_ level: Event.Level) -> Bool { level.rawValue <= self.level.rawValue }

  func take(_ event: Event, _ context: UInt) { write(event, context) }
}

extension Call {
  func note(_ kind: Event.Kind, _ outcome: Outcome? = nil, pause: Int64 = 0) {
    guard let log = lane.log else { return }
    let event = Event(
      kind, number: Int64(number), of: request, attempt: attempts, host: host, outcome: outcome,
      elapsedMilliseconds: Clock.monotonic - start, pauseMilliseconds: pause)
    if log.wants(event.level) { loop.events.append((log, event, context)) }
  }
}
