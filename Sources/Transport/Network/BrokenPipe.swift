import CPlatform

/// Keeps the SIGPIPE of a broken connection from the host, on a thread that is the host's: some of
/// libcurl's TLS libraries write without saying that they want none.
struct BrokenPipe: ~Copyable {
  private var before = sigset_t()
  private let isPendingAlready: Bool

  init() {
    isPendingAlready = Self.isPending
    var broken = Self.set
    unsafe pthread_sigmask(SIG_BLOCK, &broken, &before)
  }

  deinit {
    if !isPendingAlready && Self.isPending {
      var broken = Self.set
      var now = timespec()
      unsafe sigtimedwait(&broken, nil, &now)
    }
    var before = before
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  private static var set: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, SIGPIPE)
    return set
  }

  private static var isPending: Bool {
    var pending = sigset_t()
    unsafe sigpending(&pending)
    return unsafe sigismember(&pending, SIGPIPE) == 1
  }
}
