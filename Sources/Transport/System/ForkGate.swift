import CPlatform
import Platform
import Synchronization

/// Keeps fork() out of the moments in which libcurl and libcrypto hold locks of their own, which
/// nobody would ever open in the child. A thread that forks waits until such moments are over.
@safe enum ForkGate {
  private typealias Gate = UnsafeMutablePointer<pthread_rwlock_t>

  /// Milliseconds; best effort beyond them. A fork out of a signal handler may have interrupted one
  /// who passes, and one who would pass may hold a lock that a handler of the host's waits for.
  private static let patienceOfForks: Int64 = 1_000
  private static let patienceOfOthers: Int64 = 100
  nonisolated(unsafe) private static let newGate = {
    let new = Gate.allocate(capacity: 1)
    unsafe initialise(new)
    pthread_atfork({ ForkGate.shut() }, { ForkGate.open() }, { ForkGate.renew() })
    address.store(UInt(bitPattern: new), ordering: .releasing)
    return unsafe new
  }()
  /// The address of the gate. Ordinary Swift takes a lock to look at `newGate`, amid which a fork
  /// may come.
  private static let address = Atomic<UInt>(0)
  private static var gate: Gate {
    unsafe Gate(bitPattern: address.load(ordering: .acquiring)) ?? newGate
  }
  /// The thread that forks and has the gate to itself; 0 for none.
  private static let holder = Atomic<UInt>(0)
  private static let forks = Atomic<UInt>(0)

  /// Another one in each forked child. Process ids come again, and parent and child may both be 1.
  static var generation: UInt {
    _ = unsafe gate
    return forks.load(ordering: .relaxed)
  }

  /// No fork happens during `body`. Not inside another `holdOff`.
  static func holdOff<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // A handler of the host's may get here in the thread that forks.
    let isForking = holder.load(ordering: .relaxed) == pthread_self()
    let hasPassed = unsafe !isForking && (pthread_rwlock_tryrdlock(gate) == 0 || hasWaited())
    defer { if hasPassed { unsafe pthread_rwlock_unlock(gate) } }
    return try body()
  }

  private static func hasWaited() -> Bool {
    var end = end(after: patienceOfOthers)
    return unsafe pthread_rwlock_clockrdlock(gate, CLOCK_MONOTONIC, &end) == 0
  }

  private static func end(after patience: Int64) -> timespec {
    Clock.time(ofMilliseconds: Clock.monotonic + patience)
  }

  private static func initialise(_ gate: Gate) {
    var attributes = pthread_rwlockattr_t()
    unsafe pthread_rwlockattr_init(&attributes)
    // Or a thread that forks could wait for ever among many that pass.
    unsafe pthread_rwlockattr_setkind_np(&attributes, crec_rwlock_prefer_writer)
    unsafe pthread_rwlock_init(gate, &attributes)
    unsafe pthread_rwlockattr_destroy(&attributes)
  }

  private static func shut() {
    var end = end(after: patienceOfForks)
    if unsafe pthread_rwlock_clockwrlock(gate, CLOCK_MONOTONIC, &end) == 0 {
      holder.store(pthread_self(), ordering: .relaxed)
    }
  }

  private static func open() {
    guard holder.load(ordering: .relaxed) == pthread_self() else { return }
    holder.store(0, ordering: .relaxed)
    unsafe pthread_rwlock_unlock(gate)
  }

  /// In the child.
  private static func renew() {
    forks.wrappingAdd(1, ordering: .relaxed)
    holder.store(0, ordering: .relaxed)
    unsafe initialise(gate)
  }
}
