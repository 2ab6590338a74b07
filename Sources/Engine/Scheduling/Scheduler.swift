/// Decides when each call is sent, and how it ends. Events come in, actions go out, in order; it
/// does no I/O. Times are milliseconds of one clock that only goes forward.
///
/// After an event its user performs the actions until there are none. When no more events are at
/// hand it calls `choose`, which gives connections to the calls that are next, and performs those
/// actions.
public struct Scheduler {
  /// The number of a call, from `accept` to its `deliver`.
  public typealias CallID = Int
  /// The number of a lane, which holds the calls of one client.
  public typealias LaneID = Int

  public enum Action {
    /// Sign the call and send it. Answer with `begun`, `attemptEnded` or `refused`.
    case send(CallID, route: Int, isFresh: Bool)
    /// Take the call's attempt off the network.
    case breakOff(CallID)
    /// Look the route's name up. Answer with `lookedUp` or `lookUpFailed`.
    case lookUp(LaneID, route: Int, number: Int)
    /// Nobody waits for the lane's look-up any more.
    case leaveLookUp(LaneID)
    /// Fetch a key for the lane, another one than the last if that was refused. Answer with
    /// `keyFetched` or `keyFailed`.
    case fetchKey(LaneID, isRefused: Bool)
    /// Nobody was found at the route's addresses, which were good until a time.
    case forgetAddresses(LaneID, route: Int, until: Int64)
    indirect case log(CallID, Event)
    /// Hand the outcome out. The call is gone.
    indirect case deliver(CallID, Outcome)
  }

  var calls = Slots(vacant: ScheduledCall())
  var lanes = Slots(vacant: ScheduledLane())
  var tasks = TaskOrder()
  var deadlines = Deadlines()
  /// When the close of everything ends that is under way.
  var closeEnd: Int64?
  private var accepted = 0
  /// Lanes in which something has changed since connections were last given out.
  private var ready: [LaneID] = []
  /// For jitter.
  var random: SplitMix
  private var pending: [(id: CallID, number: Int, event: CallEvent)] = []
  private var actions: [Action] = []
  private var performed = 0
  /// Calls that are gone, whose numbers are not used again before all actions are performed.
  private var gone: [CallID] = []

  public init(seed: UInt64) {
    random = SplitMix(seed: seed)
  }

  // MARK: - Actions

  /// When `pass` is to be called next; nil for never.
  public var nextTime: Int64? { deadlines.next }

  /// The next action to perform.
  public mutating func nextAction() -> Action? {
    if performed < actions.count {
      performed += 1
      return actions[performed - 1]
    }
    actions.removeAll(keepingCapacity: true)
    performed = 0
    while let id = gone.popLast() { calls.remove(id) }
    return nil
  }

  mutating func act(_ action: Action) { actions.append(action) }

  // MARK: - Lanes

  /// A lane without a key fetches one before its first call.
  public mutating func addLane(
    _ configuration: Configuration, hasKey: Bool = true, logLevel: Event.Level?
  ) -> LaneID {
    lanes.add(ScheduledLane(configuration, hasKey: hasKey, logLevel: logLevel))
  }

  /// A lane without calls.
  public mutating func removeLane(_ lane: LaneID) {
    if lanes[lane].isAsking { act(.leaveLookUp(lane)) }
    ready.removeAll { $0 == lane }
    lanes.remove(lane)
  }

  /// The number of a lane's calls that have a connection.
  public func connections(of lane: LaneID) -> Int { lanes[lane].connections }

  /// Attempts of a call that went to the network.
  public func attempts(of id: CallID) -> Int32 { calls[id].attempts }

  // MARK: - Events

  /// Takes a call over. `task` names the account and the task, nil where nobody can tell the task;
  /// `rate` limits the calls a second of its action, if anything does.
  public mutating func accept(
    _ request: Request, task: Bytes?, rate: Int64?, on lane: LaneID, start: Int64, timeout: Int64,
    at now: Int64
  ) -> CallID {
    accepted += 1
    var call = ScheduledCall()
    call.effect = request.operation?.effect
    call.isRepeatable = request.isRepeatable
    call.task = task
    call.lane = lane
    call.queue = lanes[lane].queue(of: request, rate: rate)
    call.number = accepted
    call.state = .behind
    call.setTime(start, timeout)
    if let end = closeEnd(of: lane) { call.cutShort(now, until: end) }
    let id = calls.add(call)
    if call.isStart { tasks.open(id, &calls) }
    log(id, .accepted, now)
    if tasks.hasStart(before: id, calls) { wait(id) } else { apply(.released, to: id, at: now) }
    return id
  }

  /// The attempt went to the network.
  public mutating func begun(_ id: CallID, at now: Int64) { apply(.begun, to: id, at: now) }

  /// The request is being written: the cloud may read it from now on.
  public mutating func noteWritten(_ id: CallID) { calls[id].wasWritten = true }

  /// Until when the call's request may be written.
  public func sendEnd(of id: CallID) -> Int64 { calls[id].sendEnd }

  public mutating func attemptEnded(_ id: CallID, _ outcome: Outcome, at now: Int64) {
    apply(.attemptEnded(outcome), to: id, at: now)
  }

  /// The call cannot be sent at all.
  public mutating func refused(_ id: CallID, _ outcome: Outcome, at now: Int64) {
    apply(.refused(outcome), to: id, at: now)
  }

  /// The addresses are good until a time.
  public mutating func lookedUp(_ lane: LaneID, number: Int, until end: Int64) {
    guard lanes[lane].isAsking(number) else { return }
    lanes[lane].learn(until: end)
    makeReady(lane)
  }

  public mutating func lookUpFailed(
    _ lane: LaneID, number: Int, _ outcome: Outcome, at now: Int64
  ) {
    guard lanes[lane].isAsking(number) else { return }
    lanes[lane].forgetAddress()
    let route = lanes[lane].route
    for id in lanes[lane].waiting(calls) {
      calls[id].route = route
      post(.attemptEnded(outcome), to: id)
    }
    settle(now)
    makeReady(lane)
  }

  /// Time has passed.
  public mutating func advance(to now: Int64) {
    while let id = deadlines.popDue(now, &calls) { apply(.timePassed, to: id, at: now) }
  }

  public mutating func cancel(_ id: CallID, at now: Int64) { apply(.cancelled, to: id, at: now) }

  /// Cancels all calls of a lane, or of all lanes.
  public mutating func cancelAll(of lane: LaneID?, at now: Int64) {
    for id in numbers(of: lane) { post(.cancelled, to: id) }
    settle(now)
  }

  /// A close has begun: no start is sent any more, and all else is done by its end, if at all.
  public mutating func close(_ lane: LaneID?, until end: Int64, at now: Int64) {
    if let lane { lanes[lane].closeEnd = end } else { closeEnd = end }
    let meant = numbers(of: lane)
    for id in meant where calls[id].isStart && !calls[id].mayBeKnown { post(.cancelled, to: id) }
    for id in meant { post(.closing(until: end), to: id) }
    settle(now)
  }

  private func numbers(of lane: LaneID?) -> [CallID] {
    calls.numbers.filter { (lane == nil || calls[$0].lane == lane) && isOpen($0) }
  }

  func closeEnd(of lane: LaneID) -> Int64? {
    [closeEnd, lanes[lane].closeEnd].compactMap { $0 }.min()
  }

  // MARK: - One event after the other

  private func isOpen(_ id: CallID) -> Bool { calls.contains(id) && calls[id].state != .ended }

  mutating func post(_ event: CallEvent, to id: CallID) {
    pending.append((id, calls[id].number, event))
  }

  private mutating func apply(_ event: CallEvent, to id: CallID, at now: Int64) {
    guard isOpen(id) else { return }
    post(event, to: id)
    settle(now)
  }

  /// Takes the events that are pending, and those that follow from them.
  mutating func settle(_ now: Int64) {
    var taken = 0
    while taken < pending.count {
      let (id, number, event) = pending[taken]
      taken += 1
      if isOpen(id) && calls[id].number == number { handle(event, of: id, now) }
    }
    pending.removeAll(keepingCapacity: true)
  }

  mutating func forget(_ id: CallID) { gone.append(id) }

  // MARK: - Connections

  mutating func makeReady(_ lane: LaneID) {
    guard !lanes[lane].isReady else { return }
    lanes[lane].isReady = true
    ready.append(lane)
  }

  /// Gives free connections to the calls that are next. True if there are actions to perform.
  public mutating func choose(_ now: Int64) -> Bool {
    while let lane = ready.popLast() {
      lanes[lane].isReady = false
      choose(in: lane, now)
    }
    return performed < actions.count
  }

  private mutating func choose(in lane: LaneID, _ now: Int64) {
    while let queue = lanes[lane].nextQueue(now, calls) {
      guard hasKey(lane, now) else { return }
      guard lanes[lane].hasAddress(now) else {
        lookUp(lane, now)
        return
      }
      guard let id = lanes[lane].dequeue(from: queue, now, &calls) else { return }
      apply(.chosen, to: id, at: now)
    }
    for (id, until) in lanes[lane].heldBack(now) {
      deadlines.set(id, at: min(until, calls[id].end), &calls)
    }
  }

  private mutating func lookUp(_ lane: LaneID, _ now: Int64) {
    guard !lanes[lane].isAsking else { return }
    act(.lookUp(lane, route: lanes[lane].route, number: lanes[lane].ask()))
    for id in lanes[lane].waiting(calls) { limitLookUp(id, now) }
  }

  mutating func limitLookUp(_ id: CallID, _ now: Int64) {
    let limit = lanes[calls[id].lane].connectTimeout
    calls[id].lookUpEnd = now + limit
    deadlines.set(id, at: min(calls[id].end, calls[id].lookUpEnd), &calls)
  }
}
