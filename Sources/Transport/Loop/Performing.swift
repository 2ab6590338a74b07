import CCurl
import Engine
import Platform

/// Tells the scheduler events and performs its actions. All of it happens in turns.
extension Loop {
  // MARK: - Events

  func accept(_ call: Call) {
    let number = scheduler.accept(
      call.request, task: call.task, rate: call.lane.configuration.rate(of: call.request),
      on: number(of: call.lane), start: call.start, timeout: call.timeoutMilliseconds,
      at: Clock.monotonic)
    while calls.count <= number { calls.append(nil) }
    calls[number] = call
    call.number = number
    perform()
  }

  func number(of lane: Lane) -> Scheduler.LaneID {
    if let number = lane.number { return number }
    let number = scheduler.addLane(
      lane.configuration, hasKey: lane.ring.isGiven,
      logLevel: lane.log == nil ? nil : lane.configuration.logLevel)
    while lanes.count <= number { lanes.append(nil) }
    lanes[number] = lane
    lane.number = number
    return number
  }

  func cancel(_ call: Call) {
    guard let number = call.number else { return }
    scheduler.cancel(number, at: Clock.monotonic)
    perform()
  }

  func cancelAll(of lane: Lane?) {
    scheduler.cancelAll(of: lane.map { number(of: $0) }, at: Clock.monotonic)
    perform()
  }

  /// A close has begun.
  func limitCalls(of lane: Lane?, until end: Int64) {
    scheduler.close(lane.map { number(of: $0) }, until: end, at: Clock.monotonic)
    perform()
  }

  func advance(to now: Int64) {
    scheduler.advance(to: now)
    perform()
  }

  func ended(_ transfer: Transfer, _ code: CURLcode) {
    let call = transfer.call
    countConnection(of: transfer)
    guard let number = call.number else { return }
    let outcome = call.outcome(of: transfer, code)
    if code == CURLE_OK { call.lane.easyHandles.append(transfer.giveBack()) }
    scheduler.attemptEnded(number, outcome, at: Clock.monotonic)
    count(call.lane) { $0.throttled += outcome.status == .throttled ? 1 : 0 }
    perform()
  }

  // MARK: - Actions

  func perform() {
    assert(Turn.isInside)
    while let action = scheduler.nextAction() { perform(action) }
    for call in brokenOff { call.forgetPartialReply() }
    brokenOff = []
  }

  /// At the end of a turn, when all that has happened is known: a stop that came last goes first.
  func send() {
    while scheduler.choose(Clock.monotonic) { perform() }
  }

  private func perform(_ action: Scheduler.Action) {
    switch action {
    case .send(let number, let route, let isFresh):
      if let call = calls[number] { send(call, number, route, isFresh: isFresh) }
    case .breakOff(let number):
      if let call = calls[number] {
        call.breakOff()
        brokenOff.append(call)
      }
    case .lookUp(let number, let route, let lookUp):
      if let lane = lanes[number] { self.lookUp(lane, number, route, lookUp) }
    case .fetchKey(let number, let isRefused):
      if let lane = lanes[number] { lane.ring.fetch(for: lane, isRefused: isRefused, on: self) }
    case .leaveLookUp(let number):
      lanes[number]?.leaveLookUp()
    case .forgetAddresses(let number, let route, let end):
      if let name = lanes[number]?.configuration.routes[route].name {
        Resolver.current.forget(name.host, goodUntil: end)
      }
    case .log(let number, let event):
      if let call = calls[number] { note(event, of: call) }
    case .deliver(let number, let outcome):
      if let call = calls[number] { finish(call, outcome) }
      calls[number] = nil
    }
  }

  private func send(_ call: Call, _ number: Scheduler.CallID, _ route: Int, isFresh: Bool) {
    let route = call.lane.configuration.routes[route]
    switch call.sign(for: route) {
    case .failure(let failure):
      scheduler.refused(number, failure.outcome, at: Clock.monotonic)
    case .success(let signed):
      do throws(SystemFailure) {
        let multi = try multi(for: call.lane)
        let easy = try easyHandle(for: call.lane, of: multi)
        let transfer = try Transfer.make(signed, of: call, to: route, isFresh: isFresh, with: easy)
        guard multi.add(transfer) else {
          throw SystemFailure(what: "libcurl refused the transfer", isShortage: false)
        }
        call.began(transfer, signed)
        scheduler.begun(number, at: Clock.monotonic)
      } catch {
        scheduler.attemptEnded(number, error.outcome, at: Clock.monotonic)
      }
    }
    countAttempt(of: call, number)
  }

  private func lookUp(_ lane: Lane, _ number: Scheduler.LaneID, _ route: Int, _ lookUp: Int) {
    guard let name = lane.configuration.routes[route].name else { return }
    if let known = Resolver.current.known(name.host) {
      lane.addresses = known
      scheduler.lookedUp(number, number: lookUp, until: known.end)
      return
    }
    do throws(SystemFailure) {
      let question = try Resolver.current.ask(name.host) { answer in
        self.post { self.answered(lane, lookUp, answer) }
      }
      lane.lookUp = (lookUp, question)
    } catch {
      scheduler.lookUpFailed(number, number: lookUp, error.outcome, at: Clock.monotonic)
    }
  }

  private func answered(_ lane: Lane, _ lookUp: Int, _ answer: Resolver.Answer) {
    guard let number = lane.number, lane.lookUp?.number == lookUp else { return }
    lane.lookUp = nil
    switch answer {
    case .success(let addresses):
      lane.addresses = addresses
      scheduler.lookedUp(number, number: lookUp, until: addresses.end)
    case .failure(let failure):
      let outcome =
        failure.shortage.map { .shortage($0) }
        ?? Outcome(.network, message: Bytes("the name was not found: ") + failure.message)
      scheduler.lookUpFailed(number, number: lookUp, outcome, at: Clock.monotonic)
    }
    perform()
  }

  private func note(_ event: Event, of call: Call) {
    guard let log = call.lane.log else { return }
    var event = event
    event.action = call.request.action
    event.task = call.request.taskIDs
    if var outcome = event.outcome {
      call.addPartialReply(to: &outcome)
      event.outcome = outcome
    }
    logEvents.append((log, event, call.context))
  }

  private func finish(_ call: Call, _ outcome: Outcome) {
    var outcome = outcome
    call.finish(&outcome)
    let waited = outcome.attempts == 0 ? outcome.elapsedMilliseconds : 0
    count(call.lane) { $0.waitedMilliseconds += waited }
    finished.append((call, outcome))
  }

  // MARK: - Counters

  /// For whoever reads the counters, at any time and from any thread.
  private func count(_ lane: Lane, _ change: (inout Counters) -> Void) {
    let inFlight = lane.number.map { scheduler.connections(of: $0) } ?? 0
    state.with { state in
      lane.with(&state) {
        $0.counters.inFlight = Int64(inFlight)
        change(&$0.counters)
      }
    }
  }

  private func countAttempt(of call: Call, _ number: Scheduler.CallID) {
    guard call.transfer != nil else { return }
    let isFirst = scheduler.attempts(of: number) == 1
    let waited = isFirst ? Clock.monotonic - call.start : 0
    count(call.lane) {
      $0.attempts += 1
      $0.repetitions += isFirst ? 0 : 1
      $0.waitedMilliseconds += waited
    }
  }

  func countConnection(of transfer: Transfer) {
    let new = transfer.newConnections
    count(transfer.call.lane) {
      $0.newConnections += new
      $0.reusedConnections += new == 0 && transfer.timesSent > 0 ? 1 : 0
    }
  }

  // MARK: - The network

  private func easyHandle(
    for lane: Lane, of multi: Multi
  ) throws(SystemFailure) -> EasyHandle {
    if let known = lane.easyHandles.popLast() { return known }
    return try EasyHandle.make(lane.configuration, of: multi, poller)
  }

  private func multi(for lane: Lane) throws(SystemFailure) -> Multi {
    if let known = lane.multi { return known }
    let trust = lane.configuration.trust
    let kept = lane.configuration.connectionLimit
    if let index = multis.firstIndex(where: { $0?.trust == trust }), let known = multis[index] {
      multis[index]?.lanes += 1
      lane.multi = known.multi
      known.multi.keep(connections: kept)
      return known.multi
    }
    let index = multis.firstIndex { $0 == nil } ?? multis.count
    let new = try Multi.make(poller: poller, number: index)
    if index == multis.count { multis.append(nil) }
    multis[index] = (trust, new, 1)
    lane.multi = new
    new.keep(connections: kept)
    return new
  }

  /// Removes a client that is gone: the last one with its setting of trust takes the connections
  /// along.
  func forget(_ lane: Lane) {
    assert(Turn.isInside)
    if let number = lane.number {
      scheduler.removeLane(number)
      perform()
      lanes[number] = nil
      lane.number = nil
    }
    guard let multi = lane.multi,
      let index = multis.firstIndex(where: { $0?.multi === multi }), let entry = multis[index]
    else { return }
    lane.multi = nil
    lane.easyHandles = []
    multi.keep(connections: -lane.configuration.connectionLimit)
    multis[index]?.lanes -= 1
    if entry.lanes == 1 {
      multi.close()
      multis[index] = nil
    }
  }
}
