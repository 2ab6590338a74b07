import CCurl
import CPlatform
import Crypto
public import Engine
import Platform

/// The event loop: one thread at a time turns it, its own or the host's. All of libcurl, and all
/// that is done with calls, happens in a turn; other threads hand work in.
@safe public final class Loop {
  public let isHosted: Bool
  let state: Guarded<LoopState>
  let poller: Poller
  private let birth = ForkGate.generation

  // Used in turns only, by Turning and Performing.
  var scheduler: Scheduler
  /// Calls and lanes, by the scheduler's numbers.
  var calls: [Call?] = []
  var lanes: [Lane?] = []
  /// Calls whose attempts were broken off by the actions that are being performed.
  var brokenOff: [Call] = []
  /// One for each setting of trust that clients have, in a place that the poller knows it by.
  var multis: [(trust: Configuration.Trust, multi: Multi, lanes: Int)?] = []
  var finished: [(call: Call, outcome: Outcome)] = []
  var logEvents: [(log: Log, event: Event, context: UInt)] = []
  /// Functions of hosts that are to be asked for keys.
  var questions: [() -> Void] = []

  private init(isHosted: Bool, _ poller: Poller, seed: UInt64) {
    self.isHosted = isHosted
    state = Guarded(LoopState(isAsleep: isHosted))
    self.poller = poller
    scheduler = Scheduler(seed: seed)
  }

  /// A function, as with everything that can fail to be made: Embedded Swift does not free the
  /// object of an initialiser that throws.
  public static func make(isHosted: Bool) throws(Failure) -> Loop {
    do throws(SystemFailure) {
      let seed = try ForkGate.holdOff { () throws(SystemFailure) in
        try Libcurl.initialise()
        return Random.number()
      }
      try Turn.initialise()
      return Loop(isHosted: isHosted, try Poller.make(hasTimer: isHosted), seed: seed)
    } catch {
      throw Failure(error)
    }
  }

  public var isForked: Bool { ForkGate.generation != birth }

  public var takesCalls: Bool {
    state.with { if case .all = $0.intake { true } else { false } }
  }

  // MARK: - Handing work in

  /// Runs `work` in a turn, soon. False if there will be none.
  @discardableResult
  func post(_ work: @escaping () -> Void) -> Bool {
    state.with { state in
      guard state.life < .closed && (isHosted || state.thread != nil) else { return false }
      handIn(work, &state)
      return true
    }
  }

  /// The same, also if it is the first that is asked of it.
  func begin(_ work: @escaping () -> Void) {
    state.with { state in
      guard state.life < .closed else { return }
      try? startThread(&state)
      if isHosted || state.thread != nil { handIn(work, &state) }
    }
  }

  private func handIn(_ work: @escaping () -> Void, _ state: inout LoopState) {
    state.inbox.append(work)
    if state.isAsleep { poller.wake() }
    state.isAsleep = false
  }

  /// Takes a call over, if there is room for it. `announce` is called first, under the lock.
  func submit(_ call: Call, _ announce: () -> Void) throws(Failure) {
    try state.with { (state: inout LoopState) throws(Failure) in
      let (isTaken, waiting) = call.lane.with(&state) {
        ($0.intake.takes(call), $0.queued + $0.kept.count)
      }
      guard isTaken, state.intake.takes(call) else {
        throw Failure(Outcome(.closed, message: Bytes("the client or its loop was closed")))
      }
      guard waiting < call.lane.configuration.queueLimit else {
        throw Failure(Outcome(.full, message: Bytes("queue_limit calls are under way")))
      }
      do throws(SystemFailure) {
        try startThread(&state)
      } catch {
        throw Failure(error)
      }
      announce()
      call.lane.with(&state) {
        $0.counters.calls += 1
        $0.queued += 1
        $0.open += 1
      }
      state.open += 1
      handIn({ self.accept(call) }, &state)
    }
  }

  private func startThread(_ state: inout LoopState) throws(SystemFailure) {
    guard !isHosted, state.thread == nil else { return }
    state.thread = try Thread.make("crec") { self.run() }
  }

  // MARK: - Turning

  /// A child that a completion forks has this thread alone, and comes to the thread's end.
  private func run() {
    while !isForked, let end = state.with({ $0.life < .closed ? .some($0.nextDue) : nil }) {
      turn(until: end)
    }
    guard !isForked else { return }
    release()
    // Its destructors would do it too, at a time when a fork may come.
    ForkGate.holdOff { Libcrypto.leaveThread() }
  }

  /// After the last turn. Connections say goodbye, on a thread that may be the host's.
  func release() {
    let guarded = BrokenPipe()
    ForkGate.holdOff {
      for lane in lanes {
        lane?.easyHandles = []
        lane?.ring.letGo()
      }
      for entry in multis { entry?.multi.close() }
    }
    _ = consume guarded
    multis = []
    poller.close()
    let rest = state.with { state in
      defer { state.inbox = [] }
      state.advance(to: .released)
      return state.inbox
    }
    _ = rest
  }

  /// Runs `body` on a thread of the host's, one at a time; the thread that drives a loop to its end
  /// releases it. Nil if the loop is closed or driven already, or inside a turn.
  func drive<Result>(_ body: () -> Result) -> Result? {
    let isFree = state.with { state in
      guard isHosted, state.life < .closed, !state.isDriven, !Turn.isInside else { return false }
      state.isDriven = true
      return true
    }
    guard isFree else { return nil }
    defer {
      if !isForked {
        if state.with({ $0.life == .closed }) { release() }
        state.with { state in
          state.isDriven = false
          self.state.signal()
        }
      }
    }
    return body()
  }

  /// For the host of a hosted loop.
  public func dispatch() -> Status {
    let status: Status? = drive {
      turn(until: 0)
      return isForked ? .forked : .ok
    }
    return status ?? (state.with { $0.life < .closed } ? .busy : .closed)
  }

  public var descriptor: Int32 {
    state.with { isHosted && $0.life < .closed ? poller.descriptor : -1 }
  }

  /// Milliseconds until something is due by time; nil for never.
  public var dueMilliseconds: Int64? {
    state.with { state in
      if state.life >= .closed { return nil }
      if !state.inbox.isEmpty { return 0 }
      return state.nextDue.map { max(0, $0 - Clock.monotonic) }
    }
  }
}
