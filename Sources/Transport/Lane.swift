import Engine

/// The calls of one client on its loop: which of them wait for the network, how many are on it, and
/// where it is.
final class Lane {
  let configuration: Configuration
  let log: Log?
  /// Guarded by the loop's lock, both of them.
  var admission = Admission()
  var counters = Counters()
  /// What is known of the address; used on the loop, like all that follows.
  var addresses: Resolver.Addresses?
  /// Which of the configuration's routes calls take now.
  private(set) var place = 0
  /// When the close ends that is under way.
  var closeEnd: Int64?
  var question: Question?
  private var questions = 0
  var multi: Multi?
  /// Stops have one of their own: they wait for no other call's repetition.
  private var retriesOfStops = RetrySpacing()
  private var retriesOfOthers = RetrySpacing()
  private var queues: [Queue] = []
  private(set) var sent = 0
  private var sentOthers = 0

  struct Admission {
    /// Calls whose outcome is not there yet.
    var queued = 0
    /// Those, and calls whose completion still runs.
    var open = 0
    var intake = Intake.all
    /// Outcomes that wait to be taken.
    var kept = Outcomes()
  }

  init(_ configuration: Configuration, _ log: Log?) {
    self.configuration = configuration
    self.log = log
  }

  /// A quarter of the connections is kept for stops, at least one unless there is only one.
  private var othersLimit: Int {
    let limit = configuration.connectionLimit
    return max(1, limit - max(1, limit / 4))
  }

  /// The one whose turn it is: stops before all others, those that came first before the rest.
  private func nextQueue(_ now: Int64) -> Queue? {
    guard sent < configuration.connectionLimit else { return nil }
    let ready = queues.filter { $0.isReady(now) }
    return first(of: ready.filter { $0.isStop })
      ?? (sentOthers < othersLimit ? first(of: ready) : nil)
  }

  private func first(of queues: [Queue]) -> Queue? {
    queues.min { ($0.calls.first?.number ?? .max) < ($1.calls.first?.number ?? .max) }
  }

  /// Whether a call waits that there is a connection for, and that is not too early.
  func isReady(_ now: Int64) -> Bool { nextQueue(now) != nil }

  /// Why a call may not go, where one that is too early is not to wait. One that has been on its
  /// way before does.
  func refusal(of call: Call, _ now: Int64) -> Outcome? {
    guard case .fail = configuration.pacing, call.isFirstAttempt else { return nil }
    let wait = queue(of: call).waitOfNext(now)
    return wait == 0 ? nil : .tooEarly(call.request.action, wait: wait)
  }

  /// What a call waits for in a queue.
  func obstacle(for call: Call, _ now: Int64) -> StaticString {
    if question != nil { return "its host's name was looked up" }
    return queue(of: call).wait(now) > 0 ? "it waited for its turn" : "it waited for a connection"
  }

  func add(_ call: Call) { queue(of: call).add(call) }

  func remove(_ call: Call) { queue(of: call).remove(call) }

  /// The paced actions have one each.
  private func queue(of call: Call) -> Queue {
    let rate = configuration.rate(of: call.request)
    let action = rate == nil ? [] : call.request.action
    if let known = queues.first(where: { $0.action == action && $0.isStop == call.isStop }) {
      return known
    }
    let new = Queue(action: action, isStop: call.isStop, rate.map { Pace(rate: $0) })
    queues.append(new)
    return new
  }

  /// Takes the call that is next. It has a connection until `free`.
  func next(_ now: Int64) -> Call? {
    guard let call = nextQueue(now)?.pop(now) else { return nil }
    sent += 1
    if !call.isStop { sentOthers += 1 }
    return call
  }

  /// When a call may be repeated, now or later. Its place is taken then.
  func retrySlot(of call: Call, _ now: Int64) -> Int64 {
    call.isStop ? retriesOfStops.slot(now) : retriesOfOthers.slot(now)
  }

  /// The cloud has refused one for coming too soon.
  func slow(_ call: Call, _ now: Int64) { queue(of: call).pace?.slow(at: now) }

  var firstWaiting: Call? { first(of: queues)?.calls.first }

  /// Of each action that only its pace holds back, the first call and when it may go.
  func forEachHeldBack(_ now: Int64, _ body: (Call, Int64) -> Void) {
    for queue in queues where !queue.isReady(now) {
      if let call = queue.calls.first { body(call, now + queue.wait(now)) }
    }
  }

  var route: Route { configuration.routes[place] }

  /// Nobody was found at this place, by addresses that were good until `end`. False if there is no
  /// other place to go.
  func moveOn(from failed: Int, goodUntil end: Int64?) -> Bool {
    if let end, let name = configuration.routes[failed].name {
      Resolver.current.forget(name.host, goodUntil: end)
      if addresses?.end == end { addresses = nil }
    }
    if place == failed && configuration.routes.count > 1 {
      place = (place + 1) % configuration.routes.count
      addresses = nil
      forgetQuestion()
    }
    return place != failed
  }

  func nextQuestion() -> Int {
    questions += 1
    return questions
  }

  /// Whether an answer is to the question that is open: another may have taken its place.
  func isAsking(_ number: Int) -> Bool { question != nil && questions == number }

  /// Nobody waits for the answer any more.
  func forgetQuestion() {
    question?.withdraw()
    question = nil
  }

  func forEachWaiting(_ body: (Call) -> Void) {
    for queue in queues { queue.calls.forEach(body) }
  }

  func free(_ call: Call) {
    sent -= 1
    if !call.isStop { sentOthers -= 1 }
  }

  /// Whether calls can be sent: an address is known, or libcurl finds it out.
  func hasAddress(_ now: Int64) -> Bool {
    guard let name = route.name else { return true }
    if addresses.map({ $0.end > now }) != true {
      addresses = Resolver.current.known(name.host)
    }
    return addresses != nil
  }
}
