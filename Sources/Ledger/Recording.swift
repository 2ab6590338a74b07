/// A recording, as its row in the ledger has it. Times are unix milliseconds.
public struct Recording: Equatable, Sendable {
  public var name: Bytes
  public var account: Bytes
  public var cloud: Int32
  public var action: Bytes
  /// A JSON object: what its stop is called with.
  public var task: Bytes
  /// A JSON object: what a search for it is called with.
  public var question: Bytes
  /// Names the task among all, where the caller chose its id; else empty.
  public var key: Bytes
  public var doubt: Doubt
  public var state: State
  /// The process that may send for it.
  public var owner: Int64
  /// Another one with each start of the name: what an older one still brings is not for this one.
  public var generation: Int64
  /// Counts the writes of its row: a write that comes from an older one changes nothing.
  public var version: Int64 = 0
  public var isStopWanted = false
  /// A stop may have gone out.
  public var isStopSent = false
  /// The outcome of its start is not known, and is being asked for, or settled by a stop.
  public var isInDoubt = false
  /// The call that is under way for it went out in its quiet time: its start may arrive after that.
  public var isEarly = false
  public var attempts: Int64 = 0
  /// Milliseconds of pauses so far. A clock that jumps changes nothing about them.
  public var waited: Int64 = 0
  public var startedAt: Int64
  public var changedAt: Int64
  /// When something is due for it; 0 for nothing.
  public var nextAt: Int64 = 0
  /// Until then, on the monotonic clock, a request that was given up may still arrive.
  public var quietUntil: Int64 = 0
  /// The status of the last attempt that failed.
  public var status: Int32 = 0
  public var problem: Bytes = []
  /// The endpoint and the region where it was started; empty if that is not known.
  public var place: Bytes = []

  /// When the cloud ends it by itself; 0 if that is not known.
  public var endsAt: Int64 = 0

  /// True if the cloud has ended it, also by a clock that is a minute ahead.
  func isOver(at now: Int64) -> Bool { endsAt != 0 && endsAt + 60_000 <= now }

  /// Something may still be sent for it.
  public var isOpen: Bool { [.starting, .running, .stopping].contains(state) }

  /// The reason to doubt that it is gone where it was not found; nil where there is none.
  public func doubt(about other: Bytes) -> Bytes? {
    guard !place.isEmpty, place != other else { return nil }
    return Bytes("not found at ") + other + Bytes(", but it was started at ") + place
  }

  /// Numbers as in the C header.
  public enum State: Int32, Sendable, CaseIterable {
    case starting = 1
    case running, stopping, stopped, failed, doubtful, abandoned

    public var name: StaticString {
      switch self {
      case .starting: "starting"
      case .running: "running"
      case .stopping: "stopping"
      case .stopped: "stopped"
      case .failed: "failed"
      case .doubtful: "doubtful"
      case .abandoned: "abandoned"
      }
    }
  }

  /// The way out of a start in doubt.
  public enum Doubt: Int32, Sendable {
    /// The task's id is the caller's: it can be stopped.
    case stop = 1
    /// It can be searched for.
    case ask
    /// Neither.
    case none
  }

  public init(
    name: Bytes, account: Bytes, cloud: Int32, action: Bytes, task: Bytes, question: Bytes,
    key: Bytes, doubt: Doubt
  ) {
    self.name = name
    self.account = account
    self.cloud = cloud
    self.action = action
    self.task = task
    self.question = question
    self.key = key
    self.doubt = doubt
    state = .starting
    owner = 0
    generation = 0
    startedAt = 0
    changedAt = 0
  }
}
