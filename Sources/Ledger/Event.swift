/// An event in the life of a recording.
public enum Event: Sendable {
  /// A host asks for it; this is the row that it would be.
  case start(Recording)
  case stop
  case forget
  /// The start succeeded; its stop is called with this.
  case started(task: Bytes)
  case notStarted(Problem)
  case startInDoubt(Problem)
  /// A search found it; its stop is called with this.
  case found(task: Bytes)
  case notFound
  case notAsked(Problem)
  /// The stop succeeded: it certainly runs no more, or there was nothing to stop.
  case stopped(foundSomething: Bool)
  case notStopped(Problem)
  /// Its time was over before the stop's turn came.
  case notSent(Problem)
  /// Its time has come.
  case due
  /// Its owner is gone. The fate is that of a recording that runs.
  case orphaned(Fate)
}

/// The fate of a recording that runs, and whose owner is gone.
public enum Fate: Sendable {
  case kept, stopped
  /// The host lives on: another process of it takes over.
  case takenOver
}

public struct Problem: Equatable, Sendable {
  public let status: Int32
  public let message: Bytes

  public init(status: Int32, message: Bytes) {
    self.status = status
    self.message = message
  }
}

/// A call that is to be sent, once the row is in the file.
public enum Sending: Equatable, Sendable {
  case nothing, start, stop, search
}

/// The answer for a caller. `later`: when the state changes.
public enum Answer: Equatable, Sendable {
  case none, later, alreadyRuns, ended, unknown, doubtful, busy, removed
}

/// The one who looks: a process, its time, and what it can do.
public struct Observer: Sendable {
  public var now: Int64
  /// The monotonic clock, which all processes since the boot share.
  public var clock: Int64
  public var owner: Int64
  /// It has a client for the recording's account.
  public var canSend: Bool
  /// The recording's owner is gone.
  public var isOrphan: Bool
  /// Milliseconds of pauses after which a stop is abandoned.
  public var limit: Int64

  public init(
    now: Int64, clock: Int64, owner: Int64, canSend: Bool, isOrphan: Bool, limit: Int64
  ) {
    self.now = now
    self.clock = clock
    self.owner = owner
    self.canSend = canSend
    self.isOrphan = isOrphan
    self.limit = limit
  }
}

public struct Step: Equatable, Sendable {
  /// Nil removes it.
  public var recording: Recording?
  public var sending = Sending.nothing
  public var answer = Answer.none
}
