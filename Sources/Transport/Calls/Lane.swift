import Engine
import Platform

/// The calls of one client on its loop, and what they share of the network.
final class Lane {
  let configuration: Configuration
  let ring: KeyRing
  let log: Log?
  private var state = State()

  // Used in turns only.
  /// The scheduler's number for it, once it has one.
  var number: Scheduler.LaneID?
  var addresses: Resolver.Addresses?
  /// The look-up that is under way.
  var lookUp: (number: Int, question: Question)?
  var multi: Multi?
  /// Handles that no attempt uses.
  var easyHandles: [EasyHandle] = []

  /// The part that other threads than the loop's may reach, under the loop's lock.
  struct State {
    /// Calls without an outcome.
    var queued = 0
    /// Those, and calls whose completion still runs.
    var open = 0
    var intake = Intake.all
    /// Outcomes that wait to be taken.
    var kept = Kept<Outcome>()
    var counters = Counters()
  }

  init(_ configuration: Configuration, _ ring: KeyRing, _ log: Log?) {
    self.configuration = configuration
    self.ring = ring
    self.log = log
  }

  /// Whoever has the loop's state holds its lock.
  func with<Result>(_ loop: inout LoopState, _ body: (inout State) -> Result) -> Result {
    body(&state)
  }

  /// Nobody waits for the answer any more.
  func leaveLookUp() {
    lookUp?.question.withdraw()
    lookUp = nil
  }
}
