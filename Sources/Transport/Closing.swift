import CPlatform
public import Engine

/// How a client or a whole loop ends. `lane` nil means all of the loop's.
extension Loop {
  /// Takes no more calls but stops, cancels starts that were not sent, lets the others end for a
  /// while, cancels the rest, and waits until every outcome was delivered. `grace` is how long a
  /// completion may still run after that; nil for as long as it takes.
  func drain(_ lane: Lane?, timeoutMilliseconds: Int64, grace: Int64?) -> Status {
    if Turn.isInside { return .busy }
    let end = Clock.monotonic + timeoutMilliseconds
    lock.withLock { changeIntake(of: lane) { $0.close(until: end) } }
    post { self.limitCalls(of: lane, until: end) }
    let status = waitForOutcomes(of: lane, until: end)
    guard status == .timeout else { return status }
    lock.withLock { changeIntake(of: lane) { $0 = .none } }
    post { self.cancelAll(of: lane) }
    return waitForOutcomes(of: lane, until: grace.map { Clock.monotonic + $0 })
  }

  private func changeIntake(of lane: Lane?, _ change: (inout Intake) -> Void) {
    if let lane { change(&lane.admission.intake) } else { change(&intake) }
  }

  /// Whether all were delivered in time. A hosted loop is turned here, unless another thread does.
  private func waitForOutcomes(of lane: Lane?, until end: Int64?) -> Status {
    // No stop may come in between the last outcome and the end.
    let isDone = {
      guard (lane?.admission.open ?? self.open) == 0 else { return false }
      self.changeIntake(of: lane) { $0 = .none }
      return true
    }
    guard isHosted else { return lock.wait(until: end, isDone) ? .ok : .timeout }
    while !lock.withLock(isDone) {
      if let end, Clock.monotonic >= end { return .timeout }
      let wasTurned: Void? = drive { turn(until: end) }
      if isForked { return .forked }
      if wasTurned == nil { _ = lock.wait(until: end) { isDone() || !isDriven } }
    }
    return .ok
  }

  public func close(timeoutMilliseconds: Int64) -> Status {
    close(timeoutMilliseconds: timeoutMilliseconds, grace: closeGrace)
  }

  func close(timeoutMilliseconds: Int64, grace: Int64?) -> Status {
    let status = drain(nil, timeoutMilliseconds: timeoutMilliseconds, grace: grace)
    return status == .ok ? shutDown() : status
  }

  /// Without a close before it this is one, and inside a completion it leaves the end to the loop.
  public func free() {
    guard close(timeoutMilliseconds: 0, grace: nil) != .ok else { return }
    // Inside another loop's turn: of a hosted one nobody may ever come to its end.
    let isIdle = lock.withLock {
      intake = .none
      isAbandoned = true
      guard open == 0, !isDriven, !isClosed, thread == nil else { return false }
      isClosed = true
      isShutDown = true
      return true
    }
    if isIdle {
      release()
      return
    }
    post { self.cancelAll(of: nil) }
    post { self.lock.withLock { if self.open == 0 { self.isClosed = true } } }
  }

  /// With nothing under way.
  private func shutDown() -> Status {
    if isHosted {
      while !lock.withLock({ isReleased }) {
        let isDone: Void? = drive { lock.withLock { isClosed = true } }
        if isDone == nil { _ = lock.wait(until: nil) { !isDriven } }
      }
      return .ok
    }
    let (isMine, thread) = lock.withLock {
      guard !isClosed else { return (false, self.thread) }
      isClosed = true
      poller.wake()
      return (true, self.thread)
    }
    guard isMine else {
      _ = lock.wait(until: nil) { isShutDown }
      return .ok
    }
    if let thread { pthread_join(thread, nil) } else { release() }
    lock.withLock {
      isShutDown = true
      lock.signal()
    }
    return .ok
  }
}

/// Milliseconds for cancelled calls to end and their completions to return.
let closeGrace: Int64 = 100
