import Engine
import Platform

/// One turn of a loop: events, work, time, attempts; outcomes last.
extension Loop {
  private static let workLimit = 256
  /// How often libcurl is run again in a turn, because it wants that at once.
  private static let runLimit = 3

  /// Does what is due, then hands out what has ended; waits until a time on the monotonic clock
  /// for something to be due, nil for ever.
  func turn(until end: Int64?) {
    Turn.enter()
    defer { Turn.leave() }
    if isHosted {
      let guarded = BrokenPipe()
      work(until: end)
      _ = consume guarded
    } else {
      work(until: end)
    }
    deliver()
  }

  private func work(until end: Int64?) {
    let hasWork = state.with { state in
      state.isAsleep = state.inbox.isEmpty
      return !state.isAsleep
    }
    let events = poller.wait(until: hasWork ? 0 : end)
    ForkGate.holdOff { work(off: events) }
  }

  private func work(off events: [Poller.Event]) {
    for event in events {
      switch event {
      case .socket(let socket, let owner, let isReadable, let isWritable, let isBroken):
        multis[owner]?.multi.handle(
          socket: socket, isReadable: isReadable, isWritable: isWritable, isBroken: isBroken)
      case .end(let owner):
        multis[owner]?.multi.noteEnd()
      case .wakeUp, .timer:
        break
      }
    }
    // Before limits and cancellations: a reply that is there counts.
    takeEnded()
    for item in takeWork() { item() }
    let now = Clock.monotonic
    advance(to: now)
    run(now)
    send()
    // What was sent, and what follows from it, is due at once.
    for _ in 0..<Self.runLimit where run(now) { send() }
    let next = multis.compactMap { $0?.multi.due } + (scheduler.nextTime.map { [$0] } ?? [])
    sleep(until: next.min())
  }

  @discardableResult
  private func run(_ now: Int64) -> Bool {
    var hasRun = false
    for entry in multis { hasRun = entry?.multi.runIfDue(now) == true || hasRun }
    takeEnded()
    return hasRun
  }

  private func sleep(until time: Int64?) {
    state.with { state in
      state.nextDue = time
      guard isHosted else { return }
      state.isAsleep = state.inbox.isEmpty
      if !state.isAsleep { poller.wake() }
    }
    if isHosted { poller.setTimer(at: time) }
  }

  /// Not all of a burst at once: a hosted loop holds up its host for as long as a turn lasts.
  private func takeWork() -> ArraySlice<() -> Void> {
    state.with { state in
      state.isAsleep = false
      let taken = state.inbox.prefix(Self.workLimit)
      state.inbox.removeFirst(taken.count)
      return taken
    }
  }

  private func takeEnded() {
    for entry in multis {
      while let (transfer, code) = entry?.multi.nextEnded() { ended(transfer, code) }
    }
  }

  private func deliver() {
    let noted = logEvents
    logEvents = []
    for (log, event, context) in noted where !isForked { log.write(event, context) }
    let asked = questions
    questions = []
    for ask in asked where !isForked { ask() }
    let batch = finished
    finished = []
    for (call, outcome) in batch where !isForked { deliver(outcome, of: call) }
  }

  private func deliver(_ outcome: Outcome, of call: Call) {
    let delivery = call.takeDelivery()
    state.with { state in
      call.lane.with(&state) {
        $0.queued -= 1
        $0.counters.add(outcome)
        if case .keep = delivery { $0.kept.append(call.context, outcome) }
      }
    }
    if case .give(let completion) = delivery { completion(outcome) }
    guard !isForked else { return }
    state.with { state in
      state.open -= 1
      if state.life == .abandoned && state.open == 0 { state.advance(to: .closed) }
      let isLast = call.lane.with(&state) {
        $0.open -= 1
        return $0.open == 0
      }
      if isLast { self.state.signal() }
    }
  }
}
