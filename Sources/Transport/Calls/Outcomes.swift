import CPlatform
import Engine

/// Outcomes that wait to be taken, with their callers' own pointers, and a descriptor that is
/// readable while there are any.
struct Outcomes {
  private var waiting: [(context: UInt, outcome: Outcome)] = []
  private var taken = 0
  private(set) var descriptor: Int32 = -1

  var count: Int { waiting.count - taken }

  mutating func append(_ context: UInt, _ outcome: Outcome) {
    waiting.append((context, outcome))
    if count == 1 && descriptor >= 0 { eventfd_write(descriptor, 1) }
  }

  mutating func take() -> (context: UInt, outcome: Outcome)? {
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

  mutating func open() -> Int32 {
    if descriptor < 0 { descriptor = eventfd(count > 0 ? 1 : 0, crec_eventfd_flags) }
    return descriptor
  }

  mutating func close() {
    waiting.removeAll()
    taken = 0
    if descriptor >= 0 { _ = CPlatform.close(descriptor) }
    descriptor = -1
  }
}
