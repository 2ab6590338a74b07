import CPlatform

/// The stages of a loop's life, in order; it never goes back.
enum LoopLife: Int, Comparable {
  case open
  /// It was freed while calls were under way: it closes when the last outcome was delivered.
  case abandoned
  /// No turn begins any more.
  case closed
  /// Its connections and descriptors are gone.
  case released
  /// Its thread is gone too.
  case over

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The part of a loop that other threads than its own may reach, under its lock.
struct LoopState {
  var life = LoopLife.open
  /// Work for the next turns.
  var inbox: [() -> Void] = []
  /// Nobody looks into the inbox until the poller wakes up.
  var isAsleep: Bool

  init(isAsleep: Bool) { self.isAsleep = isAsleep }

  /// The next time at which something is due, on the monotonic clock.
  var nextDue: Int64?
  /// Calls without an outcome, or whose completion still runs.
  var open = 0
  var intake = Intake.all
  var thread: pthread_t?
  /// A thread turns the hosted loop.
  var isDriven = false

  mutating func advance(to life: LoopLife) { self.life = max(self.life, life) }
}
