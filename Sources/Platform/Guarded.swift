/// A value that is reached under its lock only. The order of locks is in docs/architecture.md.
@safe public final class Guarded<Value> {
  private let lock = Lock()
  private var value: Value

  public init(_ value: Value) {
    self.value = value
  }

  public func with<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lock.withLock { () throws(Failure) -> Result in try body(&value) }
  }

  /// Waits until `isTrue`, which is asked under the lock and again at each signal. False if `end`
  /// on the monotonic clock passed before; nil is never.
  public func wait(until end: Int64?, _ isTrue: (inout Value) -> Bool) -> Bool {
    lock.wait(until: end) { isTrue(&value) }
  }

  /// After a change: whoever waits looks again.
  public func signal() { lock.signal() }
}
