/// Spaces the calls of an operation, so that they stay within the cloud's rate limit. Values in,
/// values out; times are milliseconds of any clock that only goes forward.
public struct Pace: Sendable {
  /// Calls a second that clouds document, and that callers give.
  static let rates: ClosedRange<Int64> = 1...100_000
  /// Milliseconds for which a throttled reply halves the pace.
  static let slowTime: Int64 = 5_000

  /// Microseconds from call to call: a tenth of the rate is left, for calls that come late to the
  /// cloud, among those of its next second.
  private let interval: Int64
  /// Microseconds that calls may be early: a twentieth of a second's calls may go at once.
  private let lead: Int64
  /// Microseconds: when the next call would go if all were evenly spread.
  private var next: Int64 = 0
  private var slowUntil: Int64 = 0

  /// `rate` is one of `rates`.
  public init(rate: Int64) {
    interval = 10_000_000 / (9 * rate)
    lead = (max(1, rate / 20) - 1) * interval
  }

  /// Milliseconds until a call may be sent that has so many others before it; 0 for now.
  public func wait(at now: Int64, behind others: Int64 = 0) -> Int64 {
    let time = max(next, now * 1_000) + others * interval - lead
    return max(0, (time - now * 1_000 + 999) / 1_000)
  }

  /// Counts a call that is sent now.
  public mutating func count(at now: Int64) {
    next = max(next, now * 1_000) + (now < slowUntil ? 2 * interval : interval)
  }

  /// Slows down after a throttled reply: others call too, or the account's rate is another.
  public mutating func slow(at now: Int64) {
    slowUntil = now + Self.slowTime
    next = max(next, now * 1_000 + lead)
  }
}

/// The treatment of a call over the rate limit; numbers as in the C header.
public enum Pacing: Int64, Sendable {
  case wait = 0
  case fail = 1
  case off = 2
}

extension Outcome {
  /// The outcome of a call that was not sent, because the cloud would have throttled it.
  public static func tooEarly(_ action: Bytes, wait: Int64) -> Outcome {
    Outcome(
      .throttled,
      message: Bytes("not sent: the next ") + action + " may go in " + decimal(wait) + " ms")
  }
}
