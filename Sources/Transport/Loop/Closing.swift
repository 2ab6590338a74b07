import CPlatform
public import Engine
import Platform

/// Closing a client's lane or a whole loop. `lane` nil means all of the loop's lanes.
extension Loop {
  /// Takes no more calls but stops, cancels starts that were not sent, lets the others end for a
  /// while, cancels the rest, and waits until every outcome was delivered. `grace` is how long a
  /// completion may still run after that; nil for as long as it takes.
  func drain(_ lane: Lane?, timeoutMilliseconds: Int64, grace: Int64?) -> Status {
    if Turn.isInside { return .busy }
    let end = Clock.monotonic + timeoutMilliseconds
    state.with { changeIntake(of: lane, &$0) { $0.close(until: end) } }
    post { self.limitCalls(of: lane, until: end) }
    let status = waitForOutcomes(of: lane, until: end)
    guard status == .timeout else { return status }
    state.with { changeIntake(of: lane, &$0) { $0 = .none } }
    post { self.cancelAll(of: lane) }
    return waitForOutcomes(of: lane, until: grace.map { Clock.monotonic + $0 })
  }

  private func changeIntake(
    of lane: Lane?, _ state: inout LoopState, _ change: (inout Intake) -> Void
  ) {
    if let lane { lane.with(&state) { change(&$0.intake) } } else { change(&state.intake) }
  }

  /// Waits until all outcomes were delivered. Turns a hosted loop, unless another thread does.
  private func waitForOutcomes(of lane: Lane?, until end: Int64?) -> Status {
    // No stop may come in between the last outcome and the end.
    let isDone = { (state: inout LoopState) -> Bool in
      guard (lane?.with(&state) { $0.open } ?? state.open) == 0 else { return false }
      self.changeIntake(of: lane, &state) { $0 = .none }
      return true
    }
    guard isHosted else { return state.wait(until: end, isDone) ? .ok : .timeout }
    while !state.with(isDone) {
      if let end, Clock.monotonic >= end { return .timeout }
      let wasTurned: Void? = drive { turn(until: end) }
      if isForked { return .forked }
      if wasTurned == nil { _ = state.wait(until: end) { isDone(&$0) || !$0.isDriven } }
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
    let isIdle = state.with { state in
      let isIdle =
        state.open == 0 && !state.isDriven && state.life < .closed && state.thread == nil
      state.intake = .none
      if state.life < .closed, let thread = state.thread { pthread_detach(thread) }
      state.advance(to: isIdle ? .closed : .abandoned)
      return isIdle
    }
    if isIdle {
      release()
      return
    }
    post {
      self.cancelAll(of: nil)
      self.state.with { if $0.open == 0 { $0.advance(to: .closed) } }
    }
  }

  /// With nothing under way.
  private func shutDown() -> Status {
    if isHosted {
      while state.with({ $0.life < .released }) {
        let isDone: Void? = drive { state.with { $0.advance(to: .closed) } }
        if isDone == nil { _ = state.wait(until: nil) { !$0.isDriven } }
      }
      return .ok
    }
    let (isMine, thread) = state.with { state in
      guard state.life < .closed else { return (false, state.thread) }
      state.advance(to: .closed)
      poller.wake()
      return (true, state.thread)
    }
    guard isMine else {
      _ = state.wait(until: nil) { $0.life == .over }
      return .ok
    }
    if let thread { pthread_join(thread, nil) } else { release() }
    state.with { state in
      state.advance(to: .over)
      self.state.signal()
    }
    return .ok
  }
}

/// Milliseconds for cancelled calls to end and their completions to return.
let closeGrace: Int64 = 100
