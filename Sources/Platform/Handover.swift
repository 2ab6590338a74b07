import CPlatform

/// A value that one thread waits for and another gives, once. Of a mutex with a condition the woken
/// thread would make one system call more.
@safe public final class Handover<Value> {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
  private var value: Value?

  public init() {
    unsafe sem_init(semaphore, 0, 0)
  }

  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  public func give(_ value: Value) {
    self.value = value
    unsafe sem_post(semaphore)
  }

  public func wait() -> Value? {
    // A signal handler that has run ends it early.
    while unsafe sem_wait(semaphore) != 0 {}
    return value
  }
}
