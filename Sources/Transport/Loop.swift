import CPlatform

/// Where I/O happens: a thread of its own that waits on one descriptor. Work is handed to it and
/// runs there; everything of libcurl is only ever touched there.
@safe final class Loop {
  private let poller: Poller
  private let multi: Multi
  private let lock = Lock()
  private var work: [() -> Void] = []
  private var isStopping = false
  private var thread = pthread_t()

  /// The host's thread-local variables come out of it too.
  private static let stackSize = 1024 * 1024

  init() throws(SystemFailure) {
    try Libcurl.initialise()
    poller = try Poller()
    do throws(SystemFailure) {
      multi = try Multi(poller: poller)
    } catch {
      poller.close()
      throw error
    }
    try startThread()
  }

  /// Every signal is blocked in the thread, so that no handler of the host ever runs on it, and a
  /// SIGPIPE of a broken connection stays where it is.
  private func startThread() throws(SystemFailure) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, Self.stackSize)
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    let context = unsafe Unmanaged.passRetained(self)
    let failure = unsafe pthread_create(
      &thread, &attributes,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Loop>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    unsafe pthread_attr_destroy(&attributes)
    guard failure == 0 else {
      unsafe context.release()
      multi.close()
      poller.close()
      throw SystemFailure(what: "no thread could be started")
    }
    unsafe pthread_setname_np(thread, "crec")
  }

  /// Runs `work` on the loop's thread, soon. From any thread.
  func submit(_ work: @escaping () -> Void) {
    lock.withLock { self.work.append(work) }
    poller.wake()
  }

  /// Ends the thread and closes every connection. Nothing may be under way.
  func stop() {
    lock.withLock { isStopping = true }
    poller.wake()
    pthread_join(thread, nil)
  }

  /// On the loop's thread. False if libcurl refuses the transfer.
  func begin(_ transfer: Transfer) -> Bool { multi.add(transfer) }

  private func run() {
    while !lock.withLock({ isStopping }) {
      for event in poller.wait() { multi.handle(event) }
      let due = lock.withLock {
        defer { work = [] }
        return work
      }
      for item in due { item() }
      while let (transfer, code) = multi.nextEnded() { transfer.ended(transfer, code) }
    }
    multi.close()
    poller.close()
  }
}
