/// The end of a call that never came to a reply.
public struct Failure: Error {
  public let outcome: Outcome

  public init(_ outcome: Outcome) {
    self.outcome = outcome
  }
}

public struct Outcome: Sendable {
  public let status: Status
  public internal(set) var message: Bytes
  /// The part of the message that is no cloud's: a log may hold it.
  public internal(set) var reason: Bytes
  public var mayHaveBeenApplied: Bool
  public var isRetryable: Bool
  public var code = Bytes()
  public var requestID = Bytes()
  public var taskID = Bytes()
  public var taskState = TaskState.unknown
  public var host = Bytes()
  public var httpStatus: Int32 = 0
  public var attempts: Int32 = 0
  public var elapsedMilliseconds: Int64 = 0
  public var startWasOpen = false
  public var body = Bytes()
  /// Milliseconds that the cloud asks to be left alone.
  var pauseAsked: Int64?
  /// The reply's Date, as it stands there.
  public internal(set) var date = Bytes()
  /// Seconds that the client adds to this machine's clock.
  public var clockOffset: Int64 = 0
  public var faults: [Fault] = []

  public init(_ status: Status, message: Bytes, mayHaveBeenApplied: Bool? = nil) {
    self.status = status
    self.message = printable(message.shortened(to: Self.textLimit))
    reason = self.message
    self.mayHaveBeenApplied = mayHaveBeenApplied ?? status.mayHaveBeenApplied
    isRetryable = status.isRetryable
  }

  /// Says something more, in words of this library: the others make room for it.
  public mutating func add(_ words: Bytes) {
    guard !words.isEmpty else { return }
    if message.last == UInt8(ascii: ".") { message.removeLast() }
    message = Self.adding(message, words)
    reason = Self.adding(reason, words)
  }

  private static func adding(_ text: Bytes, _ words: Bytes) -> Bytes {
    guard !text.isEmpty else { return words }
    return text.shortened(to: max(0, textLimit - words.count - 2)) + "; " + words
  }

  /// A connection was made, whatever became of it.
  public var isConnected = false

  /// No connection was made that a request could be sent on.
  public var foundNobody: Bool {
    switch status {
    case .network, .tls, .timeout: !mayHaveBeenApplied && httpStatus == 0 && !isConnected
    default: false
    }
  }

  /// The longest text, of the body apart: a line of a log holds several.
  public static let textLimit = 4_096

  /// Arguments were refused: the message is all faults in one line.
  public init(refusal: Refusal) {
    self.init(.invalidArgument, message: joined(refusal.faults.map { $0.line }, by: "; "))
    self.faults = refusal.faults
  }
}
