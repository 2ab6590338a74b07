import CCurl
import Crypto
import Engine

/// A request under way, from its submission to its outcome. It lives on its loop; only `cancel` may
/// come from elsewhere.
public final class Call {
  enum State {
    /// In no list.
    case idle
    /// Until this start of the same task has ended.
    case behind(Call)
    /// For a connection.
    case waiting
    case sent(Transfer)
    /// Between two attempts; with its place among those that a client repeats, or for it.
    case pausing(hasPlace: Bool)
    case ended
  }

  let request: Request
  let lane: Lane
  let loop: Loop
  let start = Clock.monotonic
  private(set) var deadline: Int64
  /// From when on its time counts: its start, or that of the close that left it less.
  private var since: Int64
  /// A close has left it less time than its own.
  private(set) var isCutShort = false
  /// The caller's own pointer.
  let context: UInt
  /// Who takes the outcome; nil once it has.
  private(set) var delivery: Delivery?

  var state = State.idle
  var startWasOpen = false
  /// Stops of the same task that wait for this start.
  var followers = CallList()
  /// One of its lane's, from when it is sent.
  var hasConnection = false
  var timerPosition: Int?
  /// While it waits for its lane's look-up.
  var lookUpEnd: Int64 = 0
  /// In the order in which the loop accepted them.
  var number = 0
  /// Among the loop's open calls.
  var position = 0
  /// In the one list that it is in.
  var previous: Call?
  var next: Call?
  /// Among the open starts of its task.
  var previousStart: Call?
  var nextStart: Call?

  private var client: Client?
  /// What the calls for one task have in common, among all of a loop; nil where nobody can tell.
  let task: Bytes?
  private(set) var attempts: Int32 = 0
  /// Those that have ended, name look-ups that failed among them.
  private var attemptsMade: Int64 = 0
  /// What was sent and no text may quote: a client's credentials may change meanwhile.
  private var secrets = Redaction()
  /// An earlier sending may have been read, whatever a later one comes to.
  private var isInDoubt = false
  private var hasCloudTime = false
  /// A stop of its task has gone: a start is not made again after that.
  var isOvertaken = false
  /// Which of the configuration's routes the last attempt took, and how often that was a new one.
  private var place: Int?
  private var moves = 0
  /// Until when the addresses were good that it took.
  private var addressesEnd: Int64?

  enum Delivery {
    case give((Outcome) -> Void)
    /// Until the client takes it.
    case keep
  }

  init(
    _ request: Request, of client: Client, on loop: Loop, _ lane: Lane, timeoutMilliseconds: Int64,
    context: UInt, _ delivery: Delivery
  ) {
    self.request = request
    self.client = client
    self.loop = loop
    self.lane = lane
    self.context = context
    let cloud = UInt8(truncatingIfNeeded: request.cloud.number)
    task = request.task.map { client.account + [0, cloud] + $0 }
    since = start
    deadline = start + timeoutMilliseconds
    self.delivery = delivery
  }

  /// Asks for an early end. The outcome comes all the same, if it has not already.
  public func cancel() {
    loop.post { self.loop.cancel(self) }
  }

  public var isForked: Bool { loop.isForked }

  var isStop: Bool { request.operation?.effect == .stop }
  var wasSent: Bool { if case .sent = state { true } else { false } }
  /// Whether the cloud may have read it.
  var mayBeKnown: Bool {
    if case .sent(let transfer) = state { transfer.timesSent > 0 } else { isInDoubt }
  }
  /// When its time is over.
  var end: Int64 { mayBeKnown ? deadline : sendEnd }
  /// Until when it may be sent. A start that is sent with almost no time left is one without a known
  /// outcome: the last third is for its reply.
  private var sendEnd: Int64 {
    request.isRepeatable ? deadline : deadline - (deadline - since) / 3
  }
  /// Until when a stop waits for a start of its task.
  var patienceEnd: Int64 { since + (deadline - since) / 2 }

  /// A close ends sooner than its own time.
  func cutShort(_ now: Int64, until end: Int64) {
    guard end < deadline else { return }
    since = now
    deadline = end
    isCutShort = true
  }
  var isFirstAttempt: Bool { attemptsMade == 0 }
  var isStart: Bool { request.operation?.effect == .start }

  // MARK: - On the network

  /// Signed here, at the last moment: what waits in a queue does not grow old in it.
  func send(isFresh: Bool) {
    guard let client else { return }
    place = lane.place
    addressesEnd = lane.addresses?.end
    switch client.signed(request, for: lane.route) {
    case .failure(let failure):
      end(failure.outcome)
    case .success(let signed):
      do throws(SystemFailure) {
        let transfer = try Transfer.make(signed, of: self, lane, isFresh: isFresh)
        try loop.begin(transfer)
        state = .sent(transfer)
        attempts += 1
        countAttempt()
        note(.sent)
        if let token = signed.securityToken { secrets.add(token, as: "[token]") }
        secrets.add(signed.signature, as: "[signature]")
      } catch {
        attemptEnded(error.outcome, at: lane.place)
      }
    }
  }

  private func countAttempt() {
    let waited = attempts == 1 ? Clock.monotonic - start : 0
    loop.count(lane) {
      $0.attempts += 1
      $0.repetitions += attempts > 1 ? 1 : 0
      $0.waitedMilliseconds += waited
    }
  }

  private func countConnection(of transfer: Transfer) {
    let new = Int64(transfer.info(CURLINFO_NUM_CONNECTS))
    loop.count(lane) {
      $0.newConnections += new
      $0.reusedConnections += new == 0 && transfer.timesSent > 0 ? 1 : 0
    }
  }

  func ended(_ transfer: Transfer, _ code: CURLcode) {
    countConnection(of: transfer)
    attemptEnded(
      transfer.outcome(of: request, code, without: secrets), at: place ?? lane.place)
  }

  /// Until when the attempt that is under way may last, or wait for a connection.
  var attemptEnd: Int64 {
    guard request.isRepeatable else { return end }
    return lane.configuration.retry.end(
      of: request, made: attemptsMade, now: Clock.monotonic, deadline: deadline)
  }

  func giveUpAttempt() {
    guard case .sent(let transfer) = state else { return }
    breakOff(transfer)
    let outcome = Outcome.timedOut(wasSent: transfer.timesSent > 0, while: "it connected")
    attemptEnded(
      transfer.withPartialReply(outcome, to: request, without: secrets), at: place ?? lane.place)
  }

  /// The end of the call, unless there is to be another attempt, signed anew.
  func attemptEnded(_ outcome: Outcome, at place: Int) {
    var outcome = outcome
    self.place = place
    // Once: a clock that is refused when it is the cloud's own is not what is wrong.
    if !hasCloudTime { hasCloudTime = client?.adoptClock(of: &outcome) == true }
    attemptsMade += 1
    let now = Clock.monotonic
    if outcome.status == .throttled {
      lane.slow(self, now)
      loop.count(lane) { $0.throttled += 1 }
    }
    let isElsewhere =
      outcome.foundNobody && lane.moveOn(from: place, goodUntil: addressesEnd)
      && moves + 1 < lane.configuration.routes.count
    if isElsewhere { moves += 1 }
    let pause = lane.configuration.retry.pause(
      after: outcome, of: request, made: attemptsMade, left: sendEnd - now,
      isElsewhere: isElsewhere, random: Random.number())
    guard let pause, !isOvertaken else {
      end(outcome)
      return
    }
    if outcome.mayHaveBeenApplied { isInDoubt = true }
    outcome.mayHaveBeenApplied = isInDoubt
    note(.repeating, outcome, pause: pause)
    loop.pause(self, until: now + pause)
  }

  /// Ends early, in words for whether it was sent.
  func stop(_ outcome: (_ wasSent: Bool) -> Outcome) {
    guard case .sent(let transfer) = state else {
      end(outcome(isInDoubt))
      return
    }
    breakOff(transfer)
    end(
      transfer.withPartialReply(
        outcome(transfer.timesSent > 0 || isInDoubt), to: request, without: secrets))
  }

  private func breakOff(_ transfer: Transfer) {
    countConnection(of: transfer)
    lane.multi?.remove(transfer)
  }

  func end(_ outcome: Outcome) {
    var outcome = outcome
    outcome.host = host
    outcome.attempts = attempts
    if isInDoubt {
      outcome.mayHaveBeenApplied = true
      let isGone = outcome.status == .notFound || outcome.status == .alreadyStopped
      if isGone && request.operation?.effect != .query {
        outcome.add(Bytes("an earlier attempt may have done it"))
      }
    }
    if attempts == 0 {
      let waited = Clock.monotonic - start
      loop.count(lane) { $0.waitedMilliseconds += waited }
    }
    outcome.elapsedMilliseconds = Clock.monotonic - start
    outcome.startWasOpen = startWasOpen
    client?.finish(&outcome)
    secrets = Redaction()
    client = nil
    loop.end(self, outcome)
  }

  /// Where the last attempt went.
  var host: Bytes { lane.configuration.routes[place ?? lane.place].endpoint.host }

  /// To be delivered to, once.
  func takeDelivery() -> Delivery? {
    defer { delivery = nil }
    return delivery
  }
}
