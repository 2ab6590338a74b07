/// A call between its acceptance and its outcome, as the scheduler knows it.
struct ScheduledCall {
  enum State: CaseIterable {
    /// New, or a stop that waits for the starts of its task that were accepted before it.
    case behind
    /// In its lane's queue: for an address, its rate limit and a connection.
    case waiting
    /// An attempt is under way.
    case onNetwork
    /// Between two attempts.
    case backingOff
    /// After the backoff, until the lane's spacing of retries lets it go.
    case spaced
    case ended
  }

  var effect: Operation.Effect?
  var isRepeatable = false
  /// The account and the task; nil where nobody can tell the task.
  var task: Bytes?
  var lane = 0
  /// Among the queues of its lane.
  var queue = 0
  /// In the order of acceptance, from 1 on.
  var number = 0
  var start: Int64 = 0

  var state = State.ended
  private(set) var deadline: Int64 = 0
  /// From when on its time counts: its start, or that of the close that shortened it.
  private var since: Int64 = 0
  private(set) var isCutShort = false
  /// Until when it waits for a look-up of its lane's.
  var lookUpEnd: Int64 = 0

  /// The attempt under way may have been read by the cloud.
  var wasWritten = false
  /// An earlier attempt may have been.
  var isInDoubt = false
  /// A stop of its task went first: a start is not made again then.
  var isOvertaken = false
  var startWasOpen = false
  /// Attempts that went to the network.
  var attempts: Int32 = 0
  /// Attempts that failed, also those that never came that far.
  var failures: Int64 = 0
  /// The route of the latest attempt, and how often it was another than the one before.
  var route: Int?
  var moves = 0
  /// Until when the addresses are good that the latest attempt took.
  var addressesEnd: Int64?

  /// The generation of the key that the latest attempt was signed with.
  var keyGeneration = 0
  /// It was sent back once for another key.
  var hasNewKey = false

  var deadlinePosition: Int?
  /// It is among the stops of its task that wait.
  var isListedBehind = false
  private var queueLinks = CallList.Links()
  private var taskLinks = CallList.Links()

  /// From when on its time counts, and how much it is.
  mutating func setTime(_ start: Int64, _ timeout: Int64) {
    self.start = start
    since = start
    deadline = start + timeout
  }

  var isStart: Bool { effect == .start }
  var isStop: Bool { effect == .stop }
  var isFirstAttempt: Bool { failures == 0 }

  /// The cloud may have read it.
  var mayBeKnown: Bool { isInDoubt || state == .onNetwork && wasWritten }

  /// When its time is over.
  var end: Int64 { mayBeKnown ? deadline : sendEnd }

  /// Until when it may be sent. A start that is sent with almost no time left is one without a
  /// known outcome: the last third is for its reply.
  var sendEnd: Int64 {
    isRepeatable ? deadline : deadline - (deadline - since) / 3
  }

  /// Until when a stop waits for the starts of its task.
  var patienceEnd: Int64 { since + (deadline - since) / 2 }

  /// A close ends before its own time.
  mutating func cutShort(_ now: Int64, until end: Int64) {
    guard end < deadline else { return }
    since = now
    deadline = end
    isCutShort = true
  }

  /// Fills in all that the call knows of its end.
  func complete(_ outcome: inout Outcome, _ now: Int64) {
    outcome.attempts = attempts
    if isInDoubt {
      outcome.mayHaveBeenApplied = true
      let isGone = outcome.status == .notFound || outcome.status == .alreadyStopped
      if isGone && effect != .query {
        outcome.add(Bytes("an earlier attempt may have done it"))
      }
    }
    outcome.elapsedMilliseconds = now - start
    outcome.startWasOpen = startWasOpen
  }

  subscript(kind: CallList.Kind) -> CallList.Links {
    get {
      switch kind {
      case .queue: queueLinks
      case .task: taskLinks
      }
    }
    set {
      switch kind {
      case .queue: queueLinks = newValue
      case .task: taskLinks = newValue
      }
    }
  }
}
