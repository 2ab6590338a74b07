/// An event of a call, for a log. It holds no secret, and no message of a cloud's, which
/// may quote what was signed.
public struct Event: Sendable {
  public enum Kind: Sendable {
    case accepted, sent, repeating, ended
    /// A key was fetched, or could not be.
    case key
  }

  /// Numbers as in the C header.
  public enum Level: Int64, Sendable {
    case error = 1
    case warning
    case info
    case debug
  }

  public let kind: Kind
  /// The number of the call on its loop.
  public let number: Int64
  public var action = Bytes()
  public var task = Bytes()
  public let attempt: Int32
  public let host: Bytes
  /// The outcome of an attempt that ended, or of the call.
  public var outcome: Outcome?
  public let elapsedMilliseconds: Int64
  public let pauseMilliseconds: Int64
  private var reasonIsWarning = false

  init(
    _ kind: Kind, number: Int64, attempt: Int32, host: Bytes, outcome: Outcome?,
    elapsedMilliseconds: Int64, pauseMilliseconds: Int64
  ) {
    self.kind = kind
    self.number = number
    self.attempt = attempt
    self.host = host
    self.outcome = outcome
    self.elapsedMilliseconds = elapsedMilliseconds
    self.pauseMilliseconds = pauseMilliseconds
  }

  public var level: Level {
    switch kind {
    case .accepted, .sent: .debug
    case .repeating: .warning
    case .key where reasonIsWarning: .warning
    case .key: outcome?.status == .ok ? .info : .error
    case .ended:
      switch outcome?.status {
      case .ok, .alreadyStopped: .info
      case .notFound where outcome?.mayHaveBeenApplied == true: .warning
      default: .error
      }
    }
  }

  /// A key that was fetched, with something that people should know of it, or the reason why none
  /// could be.
  public init(ofKey outcome: Outcome, isWarning: Bool) {
    self.init(
      .key, number: 0, attempt: 0, host: [], outcome: outcome, elapsedMilliseconds: 0,
      pauseMilliseconds: 0)
    reasonIsWarning = isWarning
  }

  /// All of it, printable.
  public var line: Bytes {
    if kind == .key { return Bytes("key: ") + (outcome?.reason ?? []) }
    let call = joined(task.isEmpty ? [action] : [action, task], by: " ")
    let attempt = Bytes(", attempt ") + decimal(Int64(attempt))
    let parts: [Bytes] =
      switch kind {
      case .accepted: [Bytes(" accepted")]
      case .sent: [Bytes(" sent to "), host, attempt]
      case .repeating:
        [Bytes(" repeated in "), decimal(pauseMilliseconds), Bytes(" ms"), attempt]
      case .ended where self.attempt == 0:
        [Bytes(" ended unsent after "), decimal(elapsedMilliseconds), Bytes(" ms")]
      case .ended: [Bytes(" ended after "), decimal(elapsedMilliseconds), Bytes(" ms"), attempt]
      case .key: []
      }
    return call + " #" + decimal(number) + Bytes(parts.joined()) + result
  }

  private var result: Bytes {
    guard let outcome else { return [] }
    let location = attempt == 0 ? [] : " at " + host
    var parts = [location + Bytes(": ") + outcome.status.name]
    if outcome.httpStatus != 0 { parts.append("HTTP " + decimal(Int64(outcome.httpStatus))) }
    if !outcome.code.isEmpty { parts.append(outcome.code) }
    if !outcome.requestID.isEmpty { parts.append("request id " + outcome.requestID) }
    if !outcome.reason.isEmpty { parts.append(outcome.reason) }
    if outcome.mayHaveBeenApplied && outcome.status != .ok {
      parts.append(Bytes("may have been applied"))
    }
    return joined(parts, by: ", ")
  }
}
