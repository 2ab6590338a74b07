import CPlatform
import Synchronization

/// Keeps fork() out of the moments in which libcurl and libcrypto hold locks of their own, which
/// nobody would ever open in the child. A thread that forks waits until such moments are over.
@safe enum ForkGate {
  private typealias Gate = UnsafeMutablePointer<pthread_rwlock_t>

  private static let patienceSeconds = 1
  nonisolated(unsafe) private static let gate = {
    let new = Gate.allocate(capacity: 1)
    unsafe initialise(new)
    pthread_atfork({ ForkGate.shut() }, { ForkGate.open() }, { ForkGate.renew() })
    return unsafe new
  }()
  /// The thread that forks and has the gate to itself; 0 for none.
  private static let holder = Atomic<UInt>(0)

  /// Not inside another `pass`.
  static func pass<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_rwlock_rdlock(gate)
    defer { unsafe pthread_rwlock_unlock(gate) }
    return try body()
  }

  private static func initialise(_ gate: Gate) {
    var attributes = pthread_rwlockattr_t()
    unsafe pthread_rwlockattr_init(&attributes)
    // Or a thread that forks could wait for ever among many that pass.
    unsafe pthread_rwlockattr_setkind_np(&attributes, crec_rwlock_prefer_writer)
    unsafe pthread_rwlock_init(gate, &attributes)
    unsafe pthread_rwlockattr_destroy(&attributes)
  }

  /// For a time only: a fork out of a signal handler may have interrupted one who passes.
  private static func shut() {
    var end = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &end)
    end.tv_sec += patienceSeconds
    if unsafe pthread_rwlock_timedwrlock(gate, &end) == 0 {
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
    holder.store(0, ordering: .relaxed)
    unsafe initialise(gate)
  }
}
