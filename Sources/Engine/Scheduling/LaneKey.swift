/// The key of a lane's client, as far as its calls go by it: if they may be signed, and when
/// another one is asked for. Times are milliseconds of one clock that only goes forward.
struct LaneKey {
  /// An answer to a call that wants to be signed.
  enum Use {
    case signs
    /// It waits, at least until a time if there is one.
    case waits(until: Int64?)
    case fails(Outcome)
  }

  /// It was given, and nobody asks for another one.
  private let isGiven: Bool
  /// Another one with each key that was fetched.
  private(set) var generation = 0
  private(set) var isAsking = false
  /// When it expires; 0 where there is none.
  private var end: Int64 = 0
  /// From when on another one is asked for while it is still good.
  private var renewal: Int64 = 0
  /// Until when nobody is asked again, after a failure.
  private var pauseEnd: Int64 = 0
  private var failure: Outcome?
  private var failures: Int64 = 0
  /// When the cloud last refused one before its time.
  private var refusedAt: Int64?

  init(isGiven: Bool) {
    self.isGiven = isGiven
  }

  private static let firstPause: Int64 = 500
  private static let lastPause: Int64 = 60_000
  /// For which a source is left alone that has never had a key.
  private static let longPause: Int64 = 10_000

  /// True in `asks` if another one is to be fetched now.
  mutating func use(_ now: Int64) -> (use: Use, asks: Bool) {
    if isGiven { return (.signs, false) }
    let isGood = end > now
    let isWanted = !isGood || renewal <= now
    let asks = isWanted && !isAsking && pauseEnd <= now
    if asks { isAsking = true }
    if isGood { return (.signs, asks) }
    if isAsking { return (.waits(until: nil), asks) }
    if let failure, generation == 0 || !failure.isRetryable { return (.fails(failure), false) }
    return (.waits(until: pauseEnd), false)
  }

  /// Nil: nothing says when it expires.
  mutating func learn(until end: Int64?, renewal: Int64?) {
    generation += 1
    isAsking = false
    failure = nil
    failures = 0
    pauseEnd = 0
    self.end = end ?? .max
    self.renewal = renewal ?? .max
  }

  mutating func fail(_ outcome: Outcome, _ now: Int64) {
    isAsking = false
    failure = outcome
    let pause =
      generation == 0
      ? Self.longPause : min(Self.lastPause, Self.firstPause << min(failures, 10))
    failures += 1
    pauseEnd = now + pause
  }

  /// The cloud refused a key. True if the call may be made with another one: there is one by now,
  /// or it will be asked for.
  mutating func refuse(_ refused: Int, _ now: Int64) -> Bool {
    if isGiven { return false }
    if refused < generation || isAsking { return true }
    // A source that keeps giving keys that are no good is not asked with every call.
    if let refusedAt, now - refusedAt < Self.longPause { return false }
    refusedAt = now
    end = 0
    pauseEnd = 0
    return true
  }

  /// The obstacle that it is to calls; nil if they may be signed.
  func obstacle(_ now: Int64) -> Bytes? {
    if isGiven || end > now { return nil }
    let words = Bytes("it waited for its key")
    return failure.map { words + "; " + $0.message } ?? words
  }

  /// The next one has to be another than the last.
  var isRefused: Bool { generation > 0 && end == 0 }
}
