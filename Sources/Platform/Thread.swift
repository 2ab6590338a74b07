public import CPlatform

public enum Thread {
  /// The host's thread-local variables and the system's resolver come out of it too.
  private static let stackSize = 1024 * 1024

  /// Runs `body` on a thread of that name, which somebody joins or detaches. Every signal is
  /// blocked in it, so that no handler of the host ever runs there, and a SIGPIPE of a broken
  /// connection stays where it is. Nil if the system has no thread to give.
  public static func start(_ name: StaticString, _ body: @escaping () -> Void) -> pthread_t? {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setstacksize(&attributes, stackSize)
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    let context = unsafe Unmanaged.passRetained(Body(name, body))
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, &attributes,
      { context in
        guard let context = unsafe context else { return nil }
        let body = unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue()
        unsafe pthread_setname_np(
          pthread_self(), UnsafeRawPointer(body.name.utf8Start).assumingMemoryBound(to: CChar.self))
        body.run()
        return nil
      }, context.toOpaque())
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
    unsafe pthread_attr_destroy(&attributes)
    guard failure == 0 else {
      unsafe context.release()
      return nil
    }
    return thread
  }

  private final class Body {
    let name: StaticString
    let run: () -> Void

    init(_ name: StaticString, _ run: @escaping () -> Void) {
      self.name = name
      self.run = run
    }
  }
}
