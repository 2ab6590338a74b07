import Engine

/// Which call is sent when, and what becomes of it. All of it happens in turns.
extension Loop {
  func accept(_ call: Call) {
    accepted += 1
    call.number = accepted
    call.position = calls.count
    calls.append(call)
    openStarts.insert(call)
    if let end = closeEnd(of: call.lane) {
      call.cutShort(Clock.monotonic, until: end)
    }
    timers.set(call, at: call.end)
    call.note(.accepted)
    queue(call, behind: openStarts.first(before: call))
  }

  private func queue(_ call: Call, behind start: Call?) {
    let now = Clock.monotonic
    if let start {
      call.state = .behind(start)
      start.followers.append(call)
      timers.set(call, at: call.patienceEnd)
      return
    }
    call.state = .idle
    if let refusal = call.lane.refusal(of: call, now) {
      call.end(refusal)
      return
    }
    call.state = .waiting
    call.lane.add(call)
    timers.set(call, at: call.end)
    if call.lane.question != nil { limitLookUp(for: call, now) }
    ready.append(call.lane)
  }

  private func limitLookUp(for call: Call, _ now: Int64) {
    call.lookUpEnd = now + call.lane.configuration.connectTimeoutMilliseconds
    timers.set(call, at: min(call.end, call.lookUpEnd))
  }

  func due(_ call: Call, _ now: Int64) {
    guard now < call.end else {
      let obstacle = obstacle(for: call, now)
      if case .behind = call.state { overtake(before: call) }
      let isLate = now < call.deadline
      call.stop {
        call.isCutShort
          ? .cancelled(wasSent: $0) : .timedOut(wasSent: $0, while: obstacle, isLate: isLate)
      }
      return
    }
    switch call.state {
    case .behind:
      overtake(before: call)
      if openStarts.isFirst(call) { call.end(.nothingToStop) } else { queue(call, behind: nil) }
    case .waiting where call.lane.question != nil && call.lookUpEnd <= now:
      call.attemptEnded(
        Outcome(.timeout, message: Bytes("the name look-up took too long")), at: call.lane.place)
    case .sent where !call.request.isRepeatable:
      timers.set(call, at: call.end)
    case .sent:
      call.giveUpAttempt()
    case .pausing(hasPlace: false):
      call.state = .pausing(hasPlace: true)
      timers.set(call, at: min(call.lane.retrySlot(of: call, now), call.end))
    case .pausing(hasPlace: true):
      queue(call, behind: nil)
    case .waiting:
      timers.set(
        call, at: call.lane.question == nil ? call.end : min(call.end, call.lookUpEnd))
      ready.append(call.lane)
    case .idle, .ended:
      break
    }
  }

  /// A stop waits no longer. Of the starts before it none is sent after it, where it would run on:
  /// those that the cloud cannot know end, the others are never made again.
  private func overtake(before stop: Call) {
    if case .behind(let start) = stop.state { start.followers.remove(stop) }
    stop.state = .idle
    for start in openStarts.all(before: stop) {
      if start.mayBeKnown {
        start.isOvertaken = true
      } else {
        start.stop { _ in .overtaken }
      }
    }
  }

  /// What kept a call from being sent.
  private func obstacle(for call: Call, _ now: Int64) -> StaticString {
    switch call.state {
    case .behind: "it waited for a start of its task"
    case .waiting: call.lane.obstacle(for: call, now)
    case .pausing: "it paused between attempts"
    case .idle, .sent, .ended: "it connected"
    }
  }

  /// A close has begun: no start is sent any more, and all else is done sooner, if at all.
  func limitCalls(of lane: Lane?, until end: Int64) {
    let now = Clock.monotonic
    if let lane { lane.closeEnd = end } else { closeEnd = end }
    let meant = calls.filter { lane == nil || $0.lane === lane }
    for call in meant where call.isStart && !call.mayBeKnown { cancel(call) }
    for call in meant {
      call.cutShort(now, until: end)
      if call.isCutShort { hurry(call, now) }
    }
  }

  /// When the close ends that is under way.
  private func closeEnd(of lane: Lane) -> Int64? {
    [closeEnd, lane.closeEnd].compactMap { $0 }.min()
  }

  private func hurry(_ call: Call, _ now: Int64) {
    let half = now + (call.deadline - now) / 2
    switch call.state {
    case .behind: timers.set(call, at: call.patienceEnd)
    case .pausing: timers.bring(call, forwardTo: half)
    case .sent: timers.bring(call, forwardTo: call.attemptEnd)
    case .waiting: timers.bring(call, forwardTo: call.end)
    case .idle, .ended: break
    }
  }

  func pause(_ call: Call, until time: Int64) {
    leaveLane(call)
    call.state = .pausing(hasPlace: false)
    timers.set(call, at: time)
    ready.append(call.lane)
  }

  private func leaveLane(_ call: Call) {
    if call.hasConnection {
      call.lane.free(call)
      call.hasConnection = false
      count(call.lane) { _ in }
    } else if case .waiting = call.state {
      call.lane.remove(call)
    }
    if call.lane.firstWaiting == nil { call.lane.forgetQuestion() }
  }

  func cancel(_ call: Call) {
    if case .ended = call.state { return }
    call.stop { .cancelled(wasSent: $0) }
  }

  /// Takes a call off everything; its outcome is delivered when nothing else is being done.
  func end(_ call: Call, _ outcome: Outcome) {
    if case .ended = call.state { return }
    if case .behind(let start) = call.state { start.followers.remove(call) }
    leaveLane(call)
    call.state = .ended
    timers.remove(call)
    let last = calls.removeLast()
    if last !== call {
      calls[call.position] = last
      last.position = call.position
    }
    openStarts.remove(call)
    let isCrowdedOut = closeEnd(of: call.lane) != nil || outcome.status == .timeout
    while let follower = call.followers.popFirst() {
      if isCrowdedOut && openStarts.isFirst(follower) {
        follower.end(.nothingToStop)
      } else {
        queue(follower, behind: openStarts.first(before: follower))
      }
    }
    ready.append(call.lane)
    call.note(.ended, outcome)
    finished.append((call, outcome))
  }

  /// For whoever reads the counters, at any time and from any thread.
  func count(_ lane: Lane, _ change: (inout Counters) -> Void) {
    lock.withLock {
      lane.counters.inFlight = Int64(lane.sent)
      change(&lane.counters)
    }
  }

  // MARK: - The network

  func send(_ lane: Lane) {
    let now = Clock.monotonic
    while lane.isReady(now) {
      guard lane.hasAddress(now) else {
        askForAddress(of: lane)
        return
      }
      guard let call = lane.next(now) else { return }
      call.hasConnection = true
      call.startWasOpen = openStarts.first(before: call) != nil
      call.send(isFresh: !call.request.isRepeatable || call.attempts > 0)
      if call.wasSent {
        openStarts.noteSent(call)
        timers.set(call, at: call.attemptEnd)
      }
    }
    lane.forEachHeldBack(now) { timers.set($0, at: min($1, $0.end)) }
  }

  private func askForAddress(of lane: Lane) {
    guard lane.question == nil, let name = lane.route.name else { return }
    let place = lane.place
    let number = lane.nextQuestion()
    do throws(SystemFailure) {
      lane.question = try Resolver.current.ask(name.host) { answer in
        self.post {
          if lane.isAsking(number) { self.answered(lane, answer, of: place) }
        }
      }
    } catch {
      answered(lane, .failure(Resolver.Failure(message: [], shortage: error.what)), of: place)
      return
    }
    let now = Clock.monotonic
    lane.forEachWaiting { limitLookUp(for: $0, now) }
  }

  private func answered(_ lane: Lane, _ answer: Resolver.Answer, of place: Int) {
    lane.question = nil
    switch answer {
    case .success(let addresses):
      lane.addresses = addresses
    case .failure(let failure):
      let outcome =
        failure.shortage.map { .shortage($0) }
        ?? Outcome(.network, message: Bytes("the name was not found: ") + failure.message)
      while let call = lane.firstWaiting { call.attemptEnded(outcome, at: place) }
    }
    ready.append(lane)
  }

  func begin(_ transfer: Transfer) throws(SystemFailure) {
    let lane = transfer.call.lane
    let multi = if let known = lane.multi { known } else { try multi(for: lane) }
    guard multi.add(transfer) else {
      throw SystemFailure(what: "libcurl refused the transfer", isShortage: false)
    }
  }

  private func multi(for lane: Lane) throws(SystemFailure) -> Multi {
    let trust = lane.configuration.trust
    if let place = multis.firstIndex(where: { $0?.trust == trust }), let known = multis[place] {
      multis[place]?.lanes += 1
      lane.multi = known.multi
      return known.multi
    }
    let place = multis.firstIndex { $0 == nil } ?? multis.count
    let new = try Multi.make(poller: poller, number: place)
    if place == multis.count { multis.append(nil) }
    multis[place] = (trust, new, 1)
    lane.multi = new
    return new
  }

  /// Of a client that is gone: the last one with its setting of trust takes the connections along.
  func forget(_ lane: Lane) {
    guard let multi = lane.multi,
      let place = multis.firstIndex(where: { $0?.multi === multi }), let entry = multis[place]
    else { return }
    lane.multi = nil
    multis[place]?.lanes -= 1
    if entry.lanes == 1 {
      multi.close()
      multis[place] = nil
    }
  }
}
