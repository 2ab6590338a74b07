/// The transitions of a call from one state to the next.
extension Scheduler {
  // MARK: - Waiting

  mutating func wait(_ stop: CallID) {
    tasks.wait(stop, &calls)
    deadlines.set(stop, at: calls[stop].patienceEnd, &calls)
  }

  mutating func enqueue(_ id: CallID, _ now: Int64) {
    let lane = calls[id].lane
    if let refusal = lanes[lane].refusal(of: calls[id], now) {
      end(id, refusal, now)
      return
    }
    calls[id].state = .waiting
    lanes[lane].add(id, &calls)
    deadlines.set(id, at: calls[id].end, &calls)
    if lanes[lane].isAsking { limitLookUp(id, now) }
    makeReady(lane)
  }

  /// A stop waits no longer for the starts before it. None of them is sent after it: those that the
  /// cloud cannot know end, the others are not made again. True if there is nothing to stop.
  @discardableResult
  mutating func overtake(_ stop: CallID, _ now: Int64) -> Bool {
    tasks.leave(stop, &calls)
    let starts = tasks.starts(before: stop, calls)
    for start in starts { post(.overtaken, to: start) }
    return tasks.isUnknown(calls[stop].task) && !starts.contains { calls[$0].mayBeKnown }
  }

  /// Its own time is not over: the look-up takes too long, or its rate limit lets it go.
  mutating func waitOn(_ id: CallID, _ now: Int64) {
    let lane = calls[id].lane
    guard lanes[lane].isAsking else {
      deadlines.set(id, at: calls[id].end, &calls)
      makeReady(lane)
      return
    }
    guard calls[id].lookUpEnd <= now else {
      deadlines.set(id, at: min(calls[id].end, calls[id].lookUpEnd), &calls)
      return
    }
    calls[id].route = lanes[lane].route
    attemptEnded(
      id, Outcome(.timeout, message: Bytes("the name look-up took too long")), now)
  }

  /// The obstacle that kept a call from being sent.
  func obstacle(for id: CallID, _ now: Int64) -> Bytes {
    switch calls[id].state {
    case .behind: Bytes("it waited for a start of its task")
    case .waiting: lanes[calls[id].lane].obstacle(for: calls[id], now)
    case .backingOff, .spaced: Bytes("it paused between attempts")
    case .onNetwork, .ended: Bytes("it connected")
    }
  }

  // MARK: - Attempts

  mutating func send(_ id: CallID) {
    let lane = calls[id].lane
    calls[id].state = .onNetwork
    calls[id].wasWritten = false
    if tasks.hasStart(before: id, calls) { calls[id].startWasOpen = true }
    calls[id].route = lanes[lane].route
    calls[id].addressesEnd = lanes[lane].addressesEnd
    calls[id].keyGeneration = lanes[lane].key.generation
    let isFresh = !calls[id].isRepeatable || calls[id].attempts > 0
    act(.send(id, route: lanes[lane].route, isFresh: isFresh))
  }

  mutating func begin(_ id: CallID, _ now: Int64) {
    calls[id].attempts += 1
    if calls[id].isStart, let task = calls[id].task { tasks.noteSent(task) }
    deadlines.set(id, at: attemptEnd(of: id, now), &calls)
    log(id, .sent, now)
  }

  /// Until when an attempt may last that begins now.
  private func attemptEnd(of id: CallID, _ now: Int64) -> Int64 {
    guard calls[id].isRepeatable else { return calls[id].end }
    return lanes[calls[id].lane].retry.end(
      isRepeatable: true, made: calls[id].failures, now: now, deadline: calls[id].deadline)
  }

  /// The end of the call, unless there is to be another attempt, signed anew.
  mutating func attemptEnded(_ id: CallID, _ outcome: Outcome, _ now: Int64) {
    let lane = calls[id].lane
    calls[id].failures += 1
    if outcome.status == .throttled { lanes[lane].slow(calls[id], now) }
    if outcome.status == .authentication && wantsNewKey(id, now) {
      log(id, .repeating, now, outcome)
      leaveLane(id)
      enqueue(id, now)
      return
    }
    let isElsewhere = outcome.foundNobody && moveOn(id)
    let random = random.next()
    let pause = lanes[lane].retry.pause(
      after: outcome, isRepeatable: calls[id].isRepeatable, made: calls[id].failures,
      left: calls[id].sendEnd - now, isElsewhere: isElsewhere, random: random)
    guard let pause, !calls[id].isOvertaken else {
      end(id, outcome, now)
      return
    }
    var outcome = outcome
    if outcome.mayHaveBeenApplied { calls[id].isInDoubt = true }
    outcome.mayHaveBeenApplied = calls[id].isInDoubt
    log(id, .repeating, now, outcome, pause: pause)
    leaveLane(id)
    calls[id].state = .backingOff
    deadlines.set(id, at: now + pause, &calls)
    makeReady(lane)
  }

  /// The cloud refused the key, and certainly did not act. True if the call is to be made again,
  /// once, with another key.
  private mutating func wantsNewKey(_ id: CallID, _ now: Int64) -> Bool {
    let lane = calls[id].lane
    guard !calls[id].hasNewKey, !calls[id].isOvertaken, now < calls[id].end,
      lanes[lane].retry.allows(another: calls[id].failures),
      lanes[lane].key.refuse(calls[id].keyGeneration, now)
    else { return false }
    calls[id].hasNewKey = true
    return true
  }

  /// Nobody was found where the attempt went. True if another route is taken for its sake.
  private mutating func moveOn(_ id: CallID) -> Bool {
    let lane = calls[id].lane
    let failed = calls[id].route ?? lanes[lane].route
    if let end = calls[id].addressesEnd {
      act(.forgetAddresses(lane, route: failed, until: end))
      if lanes[lane].addressesEnd == end { lanes[lane].forgetAddress() }
    }
    let wasAsking = lanes[lane].isAsking
    let isElsewhere = lanes[lane].moveOn(from: failed)
    if wasAsking && !lanes[lane].isAsking { act(.leaveLookUp(lane)) }
    guard isElsewhere, calls[id].moves + 1 < lanes[lane].routes.count else {
      return false
    }
    calls[id].moves += 1
    return true
  }

  private mutating func leaveLane(_ id: CallID) {
    let lane = calls[id].lane
    switch calls[id].state {
    case .onNetwork: lanes[lane].giveBack(id, calls)
    case .waiting: lanes[lane].remove(id, &calls)
    case .behind, .backingOff, .spaced, .ended: break
    }
    if lanes[lane].isAsking && !lanes[lane].hasWaiting {
      lanes[lane].forgetAddress()
      act(.leaveLookUp(lane))
    }
  }

  // MARK: - The end

  /// Ends early, in words for whether it was sent.
  mutating func breakOff(_ id: CallID, _ now: Int64, _ outcome: (_ wasSent: Bool) -> Outcome) {
    let wasSent = calls[id].mayBeKnown
    if case .onNetwork = calls[id].state { act(.breakOff(id)) }
    end(id, outcome(wasSent), now)
  }

  mutating func expire(_ id: CallID, _ now: Int64) {
    let obstacle = obstacle(for: id, now)
    let isLate = now < calls[id].deadline
    let isCutShort = calls[id].isCutShort
    breakOff(id, now) {
      isCutShort
        ? .cancelled(wasSent: $0) : .timedOut(wasSent: $0, while: obstacle, isLate: isLate)
    }
  }

  /// A close leaves it less time.
  mutating func hurry(_ id: CallID, _ now: Int64, until end: Int64) {
    calls[id].cutShort(now, until: end)
    guard calls[id].isCutShort else { return }
    let deadline = calls[id].deadline
    switch calls[id].state {
    case .behind: deadlines.set(id, at: calls[id].patienceEnd, &calls)
    case .backingOff, .spaced:
      deadlines.bring(id, forwardTo: now + (deadline - now) / 2, &calls)
    case .onNetwork: deadlines.bring(id, forwardTo: attemptEnd(of: id, now), &calls)
    case .waiting: deadlines.bring(id, forwardTo: calls[id].end, &calls)
    case .ended: break
    }
  }

  mutating func end(_ id: CallID, _ outcome: Outcome, _ now: Int64) {
    let lane = calls[id].lane
    var outcome = outcome
    outcome.host = host(of: id)
    calls[id].complete(&outcome, now)
    if case .behind = calls[id].state { tasks.leave(id, &calls) }
    leaveLane(id)
    calls[id].state = .ended
    deadlines.remove(id, &calls)
    if calls[id].isStart { releaseStops(of: id, outcome) }
    makeReady(lane)
    log(id, .ended, now, outcome)
    act(.deliver(id, outcome))
    forget(id)
  }

  /// A stop whose start was crowded out before it was sent, by a close or by others, is not made
  /// if there is nothing to stop.
  private mutating func releaseStops(of start: CallID, _ outcome: Outcome) {
    let isCrowdedOut = closeEnd(of: calls[start].lane) != nil || outcome.status == .timeout
    for stop in tasks.close(start, &calls) {
      let isSettled = isCrowdedOut && tasks.isUnknown(calls[stop].task)
      post(isSettled ? .settled : .released, to: stop)
    }
  }

  // MARK: - Events

  /// The host of the last attempt.
  private func host(of id: CallID) -> Bytes {
    let lane = calls[id].lane
    let route = calls[id].route ?? lanes[lane].route
    return lanes[lane].routes[route].host
  }

  mutating func log(
    _ id: CallID, _ kind: Event.Kind, _ now: Int64, _ outcome: Outcome? = nil, pause: Int64 = 0
  ) {
    guard lanes[calls[id].lane].logLevel != nil else { return }
    let event = Event(
      kind, number: Int64(calls[id].number), attempt: calls[id].attempts, host: host(of: id),
      outcome: outcome, elapsedMilliseconds: now - calls[id].start, pauseMilliseconds: pause)
    if lanes[calls[id].lane].wants(event.level) { act(.log(id, event)) }
  }
}
