/// The user of a keeper: its file, its callers, and values that are handed on unread.
public protocol Host {
  associatedtype File: Store
  associatedtype Caller
  /// The outcome of a call to a cloud.
  associatedtype Outcome
  /// A start that is ready to be sent.
  associatedtype Request
}

/// The outcome of a call of a host's: a cloud's own, or one of the ledger's.
public enum Reply<Outcome> {
  case own(Outcome)
  case made(status: Int32, message: Bytes)
}

/// Numbers of the core's statuses that the ledger answers with.
public enum Status {
  public static let ok: Int32 = 0
  public static let alreadyStopped: Int32 = 1
  public static let invalidArgument: Int32 = 2
  public static let permission: Int32 = 4
  public static let notFound: Int32 = 6
  public static let conflict: Int32 = 7
  public static let timeout: Int32 = 15
  public static let cancelled: Int32 = 16
  public static let malformedReply: Int32 = 17
  public static let busy: Int32 = 19
  public static let closed: Int32 = 20
  public static let forked: Int32 = 21
  public static let shortage: Int32 = 23
}

/// A start that was asked for.
public struct StartCall<Request> {
  /// The row that it would be.
  public let row: Recording
  public let request: Request
  /// Nothing is sent after it, on the monotonic clock.
  public let end: Int64

  public init(row: Recording, request: Request, end: Int64) {
    self.row = row
    self.request = request
    self.end = end
  }
}

/// A call to a cloud that is to be made, or is under way.
public struct Sent: Sendable {
  public let number: Int64
  public let recording: Recording
  public let sending: Sending
  /// The pages of a search that have been asked for, but for the first.
  public var pages: [Bytes] = []
}

/// A call of a host's that waits for its recording to change.
struct Waiting<Of: Host> {
  let name: Bytes
  let caller: Of.Caller
  /// Nil for a stop.
  let start: StartCall<Of.Request>?
  /// Its start was sent, or it waits for one that was; a stop waits for an attempt.
  let hasBegun: Bool
  /// Attempts of the stop before.
  let attempts: Int64
  /// The generation that is to be stopped.
  let generation: Int64
  /// The outcome of its start, which is in doubt.
  var doubtful: Of.Outcome?

  /// The reply to a start whose time is over, and whose recording is being started or searched for.
  func late(_ recording: Recording) -> Reply<Of.Outcome> {
    if let doubtful { return .own(doubtful) }
    let problem = recording.problem.isEmpty ? [] : Bytes("; ") + recording.problem
    return .made(
      status: Status.timeout, message: Bytes("it may record: no outcome is known yet") + problem)
  }

  /// The reply that a recording's state comes to for this call; nil while there is none. `own` is
  /// the outcome of the call to a cloud that has just ended.
  func reply(
    _ recording: Recording?, _ own: (status: Int32, outcome: Of.Outcome)?
  ) -> Reply<Of.Outcome>? {
    start == nil ? replyToStop(recording, own) : replyToStart(recording, own)
  }

  private func replyToStart(
    _ recording: Recording?, _ own: (status: Int32, outcome: Of.Outcome)?
  ) -> Reply<Of.Outcome>? {
    guard let recording else {
      return .made(status: Status.cancelled, message: Bytes("the recording was forgotten"))
    }
    switch recording.state {
    case .running:
      if let own, own.status == Status.ok { return .own(own.outcome) }
      return .made(status: Status.ok, message: [])
    case .failed, .doubtful, .abandoned:
      return own.map { .own($0.outcome) } ?? .last(of: recording)
    case .stopping where hasBegun, .stopped where hasBegun:
      let message = Bytes("a stop came before it had begun")
      return own.map { .own($0.outcome) } ?? .made(status: Status.cancelled, message: message)
    case .starting, .stopping, .stopped:
      return nil
    }
  }

  private func replyToStop(
    _ recording: Recording?, _ own: (status: Int32, outcome: Of.Outcome)?
  ) -> Reply<Of.Outcome>? {
    guard let recording else {
      return .made(status: Status.ok, message: Bytes("the recording was forgotten"))
    }
    switch recording.state {
    case _ where recording.generation > generation:
      return .made(status: Status.ok, message: Bytes("it was stopped, and started again"))
    case .stopped:
      return own.map { .own($0.outcome) } ?? .made(status: Status.ok, message: [])
    case .failed:
      return .made(status: Status.alreadyStopped, message: Bytes("it never began"))
    case .running:
      let message = Bytes("a start of the same name withdrew the stop")
      return .made(status: Status.cancelled, message: message)
    case .doubtful:
      return .doubtful(recording)
    case .abandoned:
      return own.map { .own($0.outcome) } ?? .last(of: recording)
    case .stopping where recording.attempts > attempts || own?.status == Status.timeout:
      return own.map { .own($0.outcome) } ?? .last(of: recording)
    case .starting, .stopping:
      return nil
    }
  }
}

extension Reply {
  /// The last attempt that failed.
  static func last(of recording: Recording) -> Reply {
    .made(status: recording.status, message: recording.problem)
  }

  static func doubtful(_ recording: Recording) -> Reply {
    let words = Bytes(
      "it may record, and cannot be stopped by id; to forget it acknowledges that: ")
    return .made(status: Status.conflict, message: words + recording.problem)
  }
}
