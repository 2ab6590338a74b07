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
  let state: Guarded<State>
  private let ownsLoop: Bool
  let log: Log?
  /// The generation of its loop, and one; 0 while it has none.
  private let birth = Atomic<UInt>(0)

  struct State {
    /// The signer with the ring's key, and the generation of that.
    var signer: (generation: Int, signer: Signer)?
    /// The client that asks whose key it is.
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
    let asker = withState { $0.asker }?.loopAndLane?.1
    loop.post {
      loop.keyGiven(lane)
      if let asker { loop.keyGiven(asker) }
    }
  }

  // MARK: - Calls

  /// Not within the gate: while it has no loop, a client's lock is held in there only.
  func withState<Result>(_ body: (inout State) -> Result) -> Result {
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
      let (asker, request) = try self.asker()
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

  /// A loop is made outside the lock: it passes the gate, and `sign` takes the lock in the gate.
  func connected() throws(Failure) -> (Loop, Lane) {
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
    guard let found else { throw .closed }
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
    guard let (loop, lane) = loopAndLane else { return .ok }
    let end = Clock.monotonic + timeoutMilliseconds
    var status = loop.drain(lane, timeoutMilliseconds: timeoutMilliseconds, grace: grace)
    if status == .ok, let asker {
      status = asker.close(timeoutMilliseconds: max(0, end - Clock.monotonic), grace: grace)
    }
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
