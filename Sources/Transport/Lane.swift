import Engine

/// The calls of one client on its loop, and what they share of the network.
final class Lane {
  let configuration: Configuration
  let log: Log?
  /// Guarded by the loop's lock, both of them.
  var admission = Admission()
  var counters = Counters()

  // Used in turns only.
  /// The scheduler's number for it, once it has one.
  var number: Scheduler.LaneID?
  var addresses: Resolver.Addresses?
  /// The look-up that is under way.
  var lookUp: (number: Int, question: Question)?
  var multi: Multi?

  struct Admission {
    /// Calls whose outcome is not there yet.
    var queued = 0
    /// Those, and calls whose completion still runs.
    var open = 0
    var intake = Intake.all
    /// Outcomes that wait to be taken.
    var kept = Outcomes()
  }

  init(_ configuration: Configuration, _ log: Log?) {
    self.configuration = configuration
    self.log = log
  }

  /// Nobody waits for the answer any more.
  func leaveLookUp() {
    lookUp?.question.withdraw()
    lookUp = nil
  }
}
