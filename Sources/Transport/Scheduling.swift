import Engine

/// Which call is sent when, and what becomes of it. All of it happens in turns.
extension Loop {
  func accept(_ call: Call) {
    accepted += 1
    call.number = accepted
    call.position = calls.count
    calls.append(call)
    openStarts.insert(call)
    timers.set(call, at: call.deadline)
    queue(call, behind: openStarts.first(before: call))
  }

  private func queue(_ call: Call, behind start: Call?) {
    let now = Clock.monotonic
    if let start {
      call.state = .behind(start)
      start.followers.append(call)
      timers.set(call, at: call.start + (call.deadline - call.start) / 2)
      return
    }
    call.state = .waiting
    call.lane.add(call)
    timers.set(call, at: call.deadline)
    if !call.lane.hasAddress(now) {
      let limit = call.lane.configuration.connectTimeoutMilliseconds
      timers.set(call, at: min(call.deadline, now + limit))
    }
    ready.append(call.lane)
  }

  func due(_ call: Call, _ now: Int64) {
    guard now < call.deadline else {
      call.stop { .timedOut(wasSent: $0) }
      return
    }
    switch call.state {
    case .behind(let start):
      start.followers.remove(call)
      queue(call, behind: nil)
    case .waiting where !call.lane.hasAddress(now):
      call.end(Outcome(.timeout, message: Bytes("the name look-up took too long")))
    case .waiting, .sent, .ended:
      timers.set(call, at: call.deadline)
    }
  }

  func cancel(_ call: Call) {
    if case .ended = call.state { return }
    call.stop { .cancelled(wasSent: $0) }
  }

  /// Takes a call off everything; its outcome is delivered when nothing else is being done.
  func end(_ call: Call, _ outcome: Outcome) {
    if case .ended = call.state { return }
    if case .behind(let start) = call.state { start.followers.remove(call) }
    if case .waiting = call.state, !call.hasConnection { call.lane.remove(call) }
    if call.hasConnection { call.lane.free(call) }
    call.state = .ended
    timers.remove(call)
    let last = calls.removeLast()
    if last !== call {
      calls[call.position] = last
      last.position = call.position
    }
    openStarts.remove(call)
    while let follower = call.followers.popFirst() {
      queue(follower, behind: openStarts.first(before: follower))
    }
    ready.append(call.lane)
    finished.append((call, outcome))
  }

  // MARK: - The network

  func send(_ lane: Lane) {
    while lane.isReady {
      guard lane.hasAddress(Clock.monotonic) else {
        askForAddress(of: lane)
        return
      }
      guard let call = lane.next() else { return }
      call.hasConnection = true
      call.startWasOpen = openStarts.first(before: call) != nil
      call.send(isFresh: !call.isStop)
    }
  }

  private func askForAddress(of lane: Lane) {
    guard lane.question == nil, let name = lane.configuration.name else { return }
    do throws(SystemFailure) {
      lane.question = try Resolver.current.ask(name.host) { answer in
        self.post { self.answered(lane, answer) }
      }
    } catch {
      answered(lane, .failure(Resolver.Failure(message: Bytes(error.what))))
    }
  }

  private func answered(_ lane: Lane, _ answer: Resolver.Answer) {
    lane.question = nil
    switch answer {
    case .success(let addresses):
      lane.addresses = addresses
    case .failure(let failure):
      while let call = lane.firstWaiting {
        call.end(
          Outcome(.network, message: Bytes("the name was not found: ") + failure.message))
      }
    }
    ready.append(lane)
  }

  func begin(_ transfer: Transfer) throws(SystemFailure) {
    let multi = try multi(for: transfer.trust)
    guard multi.add(transfer) else {
      throw SystemFailure(what: "libcurl refused the transfer")
    }
  }

  func abort(_ transfer: Transfer) {
    multis.first { $0.trust == transfer.trust }?.multi.remove(transfer)
  }

  private func multi(for trust: Configuration.Trust) throws(SystemFailure) -> Multi {
    if let known = multis.first(where: { $0.trust == trust }) { return known.multi }
    let new = try Multi(poller: poller, number: multis.count)
    multis.append((trust, new))
    return new
  }
}
