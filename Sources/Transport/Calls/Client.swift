import Crypto
public import Engine
public import Platform
import Synchronization

/// One account at one cloud: what is signed with, and the lane of a loop that carries its calls.
@safe public final class Client {
  public let configuration: Configuration
  /// Calls of clients made with the same key id may be for the same task.
  let account: Bytes
  public let place: CText
  public let ring: KeyRing
  private let state: Guarded<State>
  private let ownsLoop: Bool
  private let log: Log?
  /// The generation of its loop, and one; 0 while it has none.
  private let birth = Atomic<UInt>(0)

  private struct State {
    /// Of the ring's key of a generation.
    var signer: (of: Int, signer: Signer)?
    /// Asks whose key it is.
    var asker: Client?
    /// Seconds that the cloud's clock is ahead of this machine's, once it has refused its time.
    var clockOffset: Int64 = 0
    var lane: Lane?
    var loop: Loop?
    var isClosed = false
  }

  /// Without a loop it makes itself one, with its first call.
  public init(
    _ configuration: Configuration, _ ring: KeyRing, on loop: Loop?, log: Log?
  ) {
    self.configuration = configuration
    self.ring = ring
    self.log = log
    ownsLoop = loop == nil
    if loop != nil { birth.store(ForkGate.generation + 1, ordering: .relaxed) }
    // A key that is found is another one from time to time: its tasks stay the same.
    account = ring.isGiven ? ring.key?.credentials.accessKeyID ?? [] : []
    place = CText(configuration.place)
    state = Guarded(State(loop: loop))
  }

  /// In a forked child a loop's thread is not there, its lock may be held by one that is not there
  /// either, and the connections are the parent's. A client that never had a loop is as good there
  /// as before: its own lock is only held within the gate.
  public var isForked: Bool {
    let birth = birth.load(ordering: .relaxed)
    return birth != 0 && birth != ForkGate.generation + 1
  }

  public func replaceCredentials(_ credentials: Credentials) {
    let isNews = ForkGate.holdOff { ring.give(credentials) }
    guard isNews, let (loop, lane) = loopAndLane else { return }
    loop.post { loop.keyGiven(lane) }
  }

  // MARK: - The engine's verbs

  public func sign(
    _ request: Request, at moment: Moment?, nonce: Bytes?
  ) -> Result<SignedRequest, Failure> {
    guard ring.isUsable else { return .failure(noKey()) }
    return ForkGate.holdOff {
      signed(request, for: configuration.routes[0], at: moment, nonce: nonce)
    }
  }

  /// It is being fetched then, for the next time.
  private func noKey() -> Failure {
    if let (loop, lane) = try? connected(), ring.want() {
      loop.begin { [ring] in
        ring.hear()
        loop.wantKey(lane)
      }
    }
    var outcome = Outcome(
      .authentication, message: Bytes("there is no key yet: it is being fetched, ask again"),
      mayHaveBeenApplied: false)
    outcome.isRetryable = true
    return Failure(outcome)
  }

  /// In a turn, which has passed the gate already.
  func signed(
    _ request: Request, for route: Route, at moment: Moment? = nil, nonce: Bytes? = nil
  ) -> Result<SignedRequest, Failure> {
    let offset = state.with { $0.clockOffset }
    guard let moment = moment ?? Moment.now.flatMap({ Moment(seconds: $0.seconds + offset) }) else {
      return .failure(Failure("the system's clock is outside the years 1970 to 9999"))
    }
    do throws(CryptoFailure) {
      let nonce = if let nonce { nonce } else { try newNonce() }
      let found = try state.with { (state: inout State) throws(CryptoFailure) in
        try signer(&state).map { signer throws(CryptoFailure) in
          (signer, try signer.key(at: moment))
        }
      }
      guard let (signer, key) = found else { return .failure(Failure("the client has no key")) }
      // A large body takes milliseconds, for which no submit waits.
      return .success(
        try signer.sign(
          request, endpoint: route.endpoint, host: route.host, moment: moment, nonce: nonce,
          with: key))
    } catch {
      return .failure(Failure(error.what))
    }
  }

  /// Nil before the first key.
  private func signer(_ state: inout State) -> Signer? {
    let generation = ring.generation.load(ordering: .acquiring)
    if let known = state.signer, known.of == generation { return known.signer }
    guard let credentials = ring.key?.credentials else { return nil }
    let new = Signer(
      cloud: configuration.cloud, account: configuration.account, credentials: credentials)
    state.signer = (generation, new)
    return new
  }

  /// A request of a key's source, signed with its own key, or not at all. In a turn.
  func signed(_ own: KeyRequest, for route: Route) -> Result<SignedRequest, Failure> {
    guard let moment = Moment.now else { return .failure(Failure("the clock is out of range")) }
    guard let credentials = own.signer else {
      return .success(
        Signer.unsigned(
          own.request, of: configuration.account, endpoint: route.endpoint, host: route.host,
          moment: moment))
    }
    let signer = Signer(
      cloud: configuration.cloud, account: configuration.account, credentials: credentials)
    do throws(CryptoFailure) {
      return .success(
        try signer.sign(
          own.request, endpoint: route.endpoint, host: route.host, moment: moment,
          nonce: try newNonce(), with: try signer.key(at: moment)))
    } catch {
      return .failure(Failure(error.what))
    }
  }

  private func newNonce() throws(CryptoFailure) -> Bytes {
    configuration.cloud.signature.usesNonce ? hexadecimal(try Random.bytes(16)) : []
  }

  public func read(_ reply: Reply, to request: Request) -> Outcome {
    ForkGate.holdOff {
      var secrets = Redaction()
      if let token = ring.key?.credentials.securityToken { secrets.add(token.bytes, as: "[token]") }
      var outcome = request.read(reply, without: secrets)
      _ = adoptClock(of: &outcome)
      addClockOffset(to: &outcome)
      return outcome
    }
  }

  /// After a refusal for the time that was signed: whether the next signature has the cloud's.
  func adoptClock(of outcome: inout Outcome) -> Bool {
    guard outcome.status == .clockSkew, let now = Moment.now,
      let date = Moment(ofDate: outcome.date),
      let offset = outcome.clockOffset(at: now, date: date)
    else { return false }
    state.with { $0.clockOffset = offset }
    outcome.isRetryable = true
    return true
  }

  func addClockOffset(to outcome: inout Outcome) {
    outcome.clockOffset = state.with { $0.clockOffset }
  }

  // MARK: - Calls

  /// Not within the gate: while it has no loop, a client's lock is held in there only.
  private func withState<Result>(_ body: (inout State) -> Result) -> Result {
    guard birth.load(ordering: .relaxed) == 0 else { return state.with(body) }
    return ForkGate.holdOff { state.with(body) }
  }

  /// Sends a request and waits for its end.
  public func perform(_ request: Request) throws(Failure) -> Outcome {
    let (loop, _) = try connected()
    guard !loop.isHosted else { throw .busy("the loop is hosted, and nobody turns it meanwhile") }
    guard !Turn.isInside else { throw .busy("a completion cannot wait for a loop") }
    let result = Handover<Outcome>()
    try submit(request, timeoutMilliseconds: nil, context: 0, to: .give { result.give($0) })
    return result.wait() ?? Failure("no outcome came").outcome
  }

  public enum Submission {
    case call(Request)
    case whoami
  }

  /// `completion` is called in a turn of the loop; nil keeps the outcome until it is taken, with
  /// `context`. `announce` is called before any of it, if the call is taken over.
  public func submit(
    _ submission: Submission, timeoutMilliseconds: Int64?, context: UInt,
    completion: ((Outcome) -> Void)?, announce: (Call) -> Void
  ) throws(Failure) {
    switch submission {
    case .call(let request):
      try submit(
        request, timeoutMilliseconds: timeoutMilliseconds, context: context,
        to: completion.map { .give($0) } ?? .keep, announce: announce)
    case .whoami:
      let (asker, request) = try asker()
      let (loop, lane) = try connected()
      // It is taken where the client's others are.
      let keep = { (outcome: Outcome) in
        loop.state.with { lane.with(&$0) { $0.kept.append(context, outcome) } }
      }
      try asker.submit(
        request, timeoutMilliseconds: timeoutMilliseconds, context: context,
        to: .give(completion ?? keep), announce: announce)
    }
  }

  private func submit(
    _ request: Request, timeoutMilliseconds: Int64?, context: UInt,
    signing: Call.Signing = .client, to delivery: Call.Delivery,
    announce: (Call) -> Void = { _ in }
  ) throws(Failure) {
    let (loop, lane) = try connected()
    let call = Call(
      request, of: self, on: loop, lane,
      timeoutMilliseconds: timeoutMilliseconds ?? configuration.timeoutMilliseconds,
      context: context, signing, delivery)
    try loop.submit(call) { announce(call) }
  }

  /// Sends a request of a key's source.
  func fetch(_ own: KeyRequest, _ completion: @escaping (Outcome) -> Void) throws(Failure) {
    try submit(
      own.request, timeoutMilliseconds: nil, context: 0, signing: .own(own), to: .give(completion))
  }

  /// The owner of the key that calls are signed with.
  public struct Owner {
    public let identity: Identity
    public let key: FoundKey
    /// Unix seconds; 0 if nothing says so.
    public let expiresAt: Int64
  }

  /// Asks the cloud whose key this is, and waits for its answer.
  public func whoami() throws(Failure) -> Outcome {
    let (asker, request) = try asker()
    return try asker.perform(request)
  }

  /// The owner of the key, in the cloud's answer.
  public func owner(in answer: Bytes) throws(Failure) -> Owner {
    guard let key = ring.key, let identity = configuration.cloud.identity(in: answer) else {
      throw Failure(Outcome(.malformedReply, message: Bytes("the answer names nobody")))
    }
    let expiresAt = if case .at(let seconds) = key.expiry { seconds } else { Int64(0) }
    return Owner(identity: identity, key: key, expiresAt: expiresAt)
  }

  /// A client whose calls go to the cloud's STS, with the same key, and the request that it makes.
  private func asker() throws(Failure) -> (Client, Request) {
    guard let search = ring.search,
      let request = configuration.cloud.identityRequest(search.options)
    else { throw Failure("this client cannot ask") }
    let (loop, _) = try connected()
    guard !withState({ $0.isClosed }) else { throw .closed }
    if let known = withState({ $0.asker }) { return (known, request.request) }
    let new: Client
    do throws(Refusal) {
      new = Client(
        try Configuration(configuration.cloud, KeyFetcher.options(for: request, search)), ring,
        on: loop, log: log)
    } catch {
      throw Failure(Outcome(refusal: error))
    }
    let asker = withState { state in
      let asker = state.asker ?? new
      state.asker = asker
      return asker
    }
    return (asker, request.request)
  }

  /// A loop is made outside the lock: it passes the gate, and `sign` takes the lock in the gate.
  private func connected() throws(Failure) -> (Loop, Lane) {
    let needsLoop = withState { $0.loop == nil && !$0.isClosed }
    let new = needsLoop ? try Loop.make(isHosted: false) : nil
    // While it closes the loop still takes stops.
    let (found, isUsed) = withState { state -> ((Loop, Lane)?, Bool) in
      guard !state.isClosed || state.lane != nil, let loop = state.loop ?? new else {
        return (nil, false)
      }
      let lane = state.lane ?? Lane(configuration, ring, log)
      state.loop = loop
      state.lane = lane
      birth.store(ForkGate.generation + 1, ordering: .relaxed)
      return ((loop, lane), loop === new)
    }
    if let new, !isUsed { new.free() }
    guard let found else {
      throw .closed
    }
    return found
  }

  // MARK: - Outcomes that are taken

  /// Readable while there are any; -1 if there is none to be had.
  public var descriptor: Int32 {
    _ = try? connected()
    guard let (loop, lane) = loopAndLane else { return -1 }
    return loop.state.with { lane.with(&$0) { $0.kept.open() } }
  }

  public func take() -> (context: UInt, outcome: Outcome)? {
    guard let (loop, lane) = loopAndLane else { return nil }
    let taken = loop.state.with { lane.with(&$0) { $0.kept.take() } }
    return taken.map { ($0.context, $0.value) }
  }

  public var counters: Counters {
    guard let (loop, lane) = loopAndLane else { return Counters() }
    return loop.state.with {
      lane.with(&$0) {
        var counters = $0.counters
        counters.open = Int64($0.queued)
        return counters
      }
    }
  }

  private var loopAndLane: (Loop, Lane)? {
    withState {
      guard let loop = $0.loop, let lane = $0.lane else { return nil }
      return (loop, lane)
    }
  }

  // MARK: - The end

  public func close(timeoutMilliseconds: Int64) -> Status {
    close(timeoutMilliseconds: timeoutMilliseconds, grace: closeGrace)
  }

  private func close(timeoutMilliseconds: Int64, grace: Int64?) -> Status {
    if Turn.isInside { return .busy }
    let asker = withState { state in
      state.isClosed = true
      return state.asker
    }
    if let asker {
      let status = asker.close(timeoutMilliseconds: timeoutMilliseconds, grace: grace)
      if status != .ok { return status }
    }
    guard let (loop, lane) = loopAndLane else { return .ok }
    let status = loop.drain(lane, timeoutMilliseconds: timeoutMilliseconds, grace: grace)
    guard status == .ok, ownsLoop else { return status }
    return loop.close(timeoutMilliseconds: 0, grace: grace)
  }

  /// Without a close before it this is one, and inside a completion it leaves the end to the loop.
  public func free() {
    withState { state in
      defer { state.asker = nil }
      return state.asker
    }?.free()
    let status = close(timeoutMilliseconds: 0, grace: nil)
    guard let (loop, lane) = loopAndLane else { return }
    if status != .ok {
      loop.state.with { lane.with(&$0) { $0.intake = .none } }
      loop.post { loop.cancelAll(of: lane) }
      if ownsLoop { loop.free() }
    }
    let ring = ring
    let end = {
      loop.forget(lane)
      ring.close()
    }
    // After the last turn nobody else uses it.
    if !loop.post(end) { ring.close() }
    loop.state.with { lane.with(&$0) { $0.kept.close() } }
  }
}

extension Failure {
  static var closed: Failure {
    Failure(Outcome(.closed, message: Bytes("the client was closed")))
  }

  init(_ what: StaticString) {
    self.init(Outcome(.internal, message: Bytes(what)))
  }

  static func busy(_ what: StaticString) -> Failure {
    Failure(Outcome(.busy, message: Bytes(what)))
  }
}
