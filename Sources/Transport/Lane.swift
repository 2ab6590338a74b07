import CPlatform
import Engine

/// The calls of one client on its loop: which of them wait for the network, how many are on it, and
/// where it is.
final class Lane {
  let configuration: Configuration
  /// Guarded by the loop's lock.
  var admission = Admission()
  /// What is known of the address; used on the loop, like all that follows.
  var addresses: Resolver.Addresses?
  var question: Question?
  var multi: Multi?
  var retries = RetrySpacing()
  private var stops = CallList()
  private var others = CallList()
  private var sent = 0
  private var sentOthers = 0

  struct Admission {
    /// Calls whose outcome is not there yet.
    var queued = 0
    /// Those, and calls whose completion still runs.
    var open = 0
    var isClosing = false
    /// Outcomes that wait to be taken.
    var kept = Outcomes()
  }

  init(_ configuration: Configuration) {
    self.configuration = configuration
  }

  /// A quarter of the connections is kept for stops, at least one unless there is only one.
  private var othersLimit: Int {
    let limit = configuration.connectionLimit
    return max(1, limit - max(1, limit / 4))
  }

  private var mayTakeOther: Bool { !others.isEmpty && sentOthers < othersLimit }

  /// Whether a call waits that there is a connection for.
  var isReady: Bool {
    sent < configuration.connectionLimit && (!stops.isEmpty || mayTakeOther)
  }

  func add(_ call: Call) {
    if call.isStop { stops.append(call) } else { others.append(call) }
  }

  func remove(_ call: Call) {
    if call.isStop { stops.remove(call) } else { others.remove(call) }
  }

  /// Takes the call that is next: stops before all others. It has a connection until `free`.
  func next() -> Call? {
    guard sent < configuration.connectionLimit else { return nil }
    guard let call = stops.popFirst() ?? (mayTakeOther ? others.popFirst() : nil) else {
      return nil
    }
    sent += 1
    if !call.isStop { sentOthers += 1 }
    return call
  }

  var firstWaiting: Call? { stops.first ?? others.first }

  /// Nobody waits for the answer any more.
  func forgetQuestion() {
    question?.withdraw()
    question = nil
  }

  func forEachWaiting(_ body: (Call) -> Void) {
    stops.forEach(body)
    others.forEach(body)
  }

  func free(_ call: Call) {
    sent -= 1
    if !call.isStop { sentOthers -= 1 }
  }

  /// Whether calls can be sent: an address is known, or libcurl finds it out.
  func hasAddress(_ now: Int64) -> Bool {
    guard let name = configuration.name else { return true }
    if addresses.map({ $0.end > now }) != true {
      addresses = Resolver.current.known(name.host)
    }
    return addresses != nil
  }
}

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
