import CPlatform

/// Values that wait to be taken, with their callers' own pointers, and a descriptor that is
/// readable while there are any.
public struct Kept<Value> {
  private var waiting: [(context: UInt, value: Value)] = []
  private var taken = 0
  public private(set) var descriptor: Int32 = -1

  public init() {}

  public var count: Int { waiting.count - taken }

  public mutating func append(_ context: UInt, _ value: Value) {
    waiting.append((context, value))
    if count == 1 && descriptor >= 0 { eventfd_write(descriptor, 1) }
  }

  public mutating func take() -> (context: UInt, value: Value)? {
    guard count > 0 else { return nil }
    let first = waiting[taken]
    taken += 1
    // Now and then, or each would move all that wait.
    if taken * 2 >= waiting.count {
      waiting.removeFirst(taken)
      taken = 0
    }
    var signals: eventfd_t = 0
    if count == 0 && descriptor >= 0 { unsafe eventfd_read(descriptor, &signals) }
    return first
  }

  public mutating func open() -> Int32 {
    if descriptor < 0 { descriptor = eventfd(count > 0 ? 1 : 0, crec_eventfd_flags) }
    return descriptor
  }

  public mutating func close() {
    waiting.removeAll()
    taken = 0
    if descriptor >= 0 { _ = CPlatform.close(descriptor) }
    descriptor = -1
  }
}
