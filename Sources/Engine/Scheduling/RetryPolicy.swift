/// Decides if an attempt that has ended is retried, and when. Values in, a value out:
/// nothing here waits, sends or asks for the time.
public struct RetryPolicy: Sendable {
  /// In all, the first included.
  let attemptLimit: Int64

  /// Milliseconds: the longest pause after a first attempt, doubled after each further one.
  private static let firstCeiling: Int64 = 100
  private static let lastCeiling: Int64 = 5_000
  private static let doublings: Int64 = 6
  /// The least time that is left for an attempt.
  private static let leastLeft: Int64 = 100

  /// True if there may be another attempt after so many.
  func allows(another made: Int64) -> Bool { made < attemptLimit }

  /// Milliseconds to wait before the next attempt; nil if this outcome is the call's. `made`
  /// attempts have ended, `left` milliseconds remain to send it in, the next one is made
  /// `isElsewhere` after nobody could be reached, and `random` may be any number.
  public func pause(
    after outcome: Outcome, isRepeatable: Bool, made: Int64, left: Int64, isElsewhere: Bool,
    random: UInt64
  ) -> Int64? {
    guard allows(another: made), isElsewhere || Self.mayRepeat(outcome, isRepeatable) else {
      return nil
    }
    if let asked = outcome.pauseAsked { return asked < left ? asked : nil }
    if outcome.status == .clockSkew || isElsewhere { return left > 0 ? 0 : nil }
    // The last pauses leave time for an attempt.
    guard left >= Self.leastLeft else { return nil }
    let ceiling = min(
      Self.lastCeiling, Self.firstCeiling << min(made - 1, Self.doublings), left / 2)
    return Int64(random % UInt64(ceiling + 1))
  }

  /// A call that certainly was not done may be retried; one in doubt only where
  /// twice is no more than once.
  private static func mayRepeat(_ outcome: Outcome, _ isRepeatable: Bool) -> Bool {
    guard !outcome.mayHaveBeenApplied || isRepeatable else { return false }
    switch outcome.status {
    case .malformedReply: return true
    // The host has to replace the credentials; the others are no attempt's.
    case .authentication, .cancelled, .full: return false
    default: return outcome.isRetryable
    }
  }

  /// Until when an attempt may last that begins now: a call that may be repeated, and whose first
  /// connection hangs, has time left for another.
  public func end(isRepeatable: Bool, made: Int64, now: Int64, deadline: Int64) -> Int64 {
    let half = (deadline - now) / 2
    guard isRepeatable, made == 0, attemptLimit > 1, half >= Self.leastLeft else {
      return deadline
    }
    return now + half
  }
}

/// Even spacing of all that a client repeats: a cloud that is down is not hammered by the calls
/// that failed at once.
public struct RetrySpacing: Sendable {
  /// Milliseconds.
  private static let interval: Int64 = 10
  private var next: Int64 = 0

  public init() {}

  /// When one more may go, now or later. The place is taken then.
  public mutating func slot(_ now: Int64) -> Int64 {
    let slot = max(next, now)
    next = slot + Self.interval
    return slot
  }
}
