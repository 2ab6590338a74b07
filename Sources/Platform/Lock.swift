import CPlatform

/// A mutex, and a condition to wait for while it is held.
@safe public final class Lock {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  public init() {
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  public func withLock<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Waits until `isTrue`, which is asked under the lock and again at each signal. False if `end`
  /// on the monotonic clock passed before; nil is never.
  public func wait(until end: Int64?, _ isTrue: () -> Bool) -> Bool {
    withLock {
      while !isTrue() {
        guard let end else {
          unsafe pthread_cond_wait(condition, mutex)
          continue
        }
        guard Clock.monotonic < end else { return false }
        var time = Clock.time(ofMilliseconds: end)
        unsafe pthread_cond_timedwait(condition, mutex, &time)
      }
      return true
    }
  }

  /// After a change, held or not: whoever waits looks again.
  public func signal() {
    unsafe pthread_cond_broadcast(condition)
  }
}
