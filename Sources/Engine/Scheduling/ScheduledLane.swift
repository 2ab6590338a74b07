/// The calls of one client: which of them wait for a connection, how many have one, and the route
/// that they take.
struct ScheduledLane {
  enum Address {
    /// The route's host is numeric, or libcurl looks it up.
    case notNeeded
    case unknown
    /// A look-up is under way, by its number.
    case asked(Int)
    /// Good until a time.
    case known(until: Int64)
  }

  struct Route {
    let host: Bytes
    let needsLookUp: Bool
  }

  private(set) var routes: [Route] = []
  private(set) var retry = RetryPolicy(attemptLimit: 1)
  private(set) var connectTimeout: Int64 = 0
  private var connectionLimit = 0
  private var pacing = Pacing.off
  /// Up to which level its events are told; nil for none.
  private(set) var logLevel: Event.Level?
  /// When the close ends that is under way.
  var closeEnd: Int64?
  /// It is among those that connections may be given to.
  var isReady = false
  var key = LaneKey(isGiven: true)
  private(set) var route = 0
  private(set) var address = Address.notNeeded
  private var lookUps = 0
  /// Stops have a spacing of their own: they wait for no other call's retries.
  private var stopRetries = RetrySpacing()
  private var otherRetries = RetrySpacing()
  private var queues: [RateQueue] = []
  private(set) var connections = 0
  /// Those of them that are no stop's.
  private var otherConnections = 0

  /// None.
  init() {}

  init(_ configuration: Configuration, hasKey: Bool, logLevel: Event.Level?) {
    key = LaneKey(isGiven: hasKey)
    routes = configuration.routes.map {
      Route(host: $0.endpoint.host, needsLookUp: $0.name != nil)
    }
    retry = configuration.retry
    connectTimeout = configuration.connectTimeoutMilliseconds
    connectionLimit = configuration.connectionLimit
    pacing = configuration.pacing
    self.logLevel = logLevel
    forgetAddress()
  }

  func wants(_ level: Event.Level) -> Bool {
    logLevel.map { level.rawValue <= $0.rawValue } ?? false
  }

  // MARK: - Connections

  /// A quarter of the connections is kept for stops, at least one unless there is only one.
  private var othersLimit: Int {
    max(1, connectionLimit - max(1, connectionLimit / 4))
  }

  /// The queue whose first call is next, if there is a connection for it and its rate limit lets it
  /// go: stops before all others, then in the order of acceptance.
  func nextQueue(_ now: Int64, _ calls: Slots<ScheduledCall>) -> Int? {
    guard connections < connectionLimit else { return nil }
    let mayTakeOthers = otherConnections < othersLimit
    var best: (queue: Int, isStop: Bool, number: Int)?
    for (index, queue) in queues.enumerated() where queue.isStop || mayTakeOthers {
      guard let first = queue.calls.first, queue.wait(now) == 0 else { continue }
      let number = calls[first].number
      if let best, best.isStop == queue.isStop ? best.number < number : best.isStop {
        continue
      }
      best = (index, queue.isStop, number)
    }
    return best?.queue
  }

  /// Takes the first call out of a queue, and gives it a connection.
  mutating func dequeue(
    from queue: Int, _ now: Int64, _ calls: inout Slots<ScheduledCall>
  ) -> Int? {
    guard let id = queues[queue].pop(now, &calls) else { return nil }
    connections += 1
    if !queues[queue].isStop { otherConnections += 1 }
    return id
  }

  mutating func giveBack(_ id: Int, _ calls: Slots<ScheduledCall>) {
    connections -= 1
    if !calls[id].isStop { otherConnections -= 1 }
  }

  // MARK: - Queues

  mutating func add(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    queues[calls[id].queue].add(id, &calls)
  }

  mutating func remove(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    queues[calls[id].queue].remove(id, &calls)
  }

  /// Each action with a rate limit has one, and all the others together, apart for stops.
  mutating func queue(of request: Request, rate: Int64?) -> Int {
    let action = rate == nil ? [] : request.action
    let isStop = request.operation?.effect == .stop
    if let known = queues.firstIndex(where: { $0.isStop == isStop && $0.action == action }) {
      return known
    }
    queues.append(RateQueue(action: action, isStop: isStop, rate.map { Pace(rate: $0) }))
    return queues.count - 1
  }

  /// The outcome of a first attempt above the rate limit, where pacing is `fail`; nil if it may
  /// wait.
  func refusal(of call: ScheduledCall, _ now: Int64) -> Outcome? {
    guard case .fail = pacing, call.isFirstAttempt else { return nil }
    let wait = queues[call.queue].waitOfNext(now)
    return wait == 0 ? nil : .tooEarly(queues[call.queue].action, wait: wait)
  }

  /// The cloud throttled a call.
  mutating func slow(_ call: ScheduledCall, _ now: Int64) {
    queues[call.queue].pace?.slow(at: now)
  }

  /// When a call may be made again, now or later; the moment is taken then.
  mutating func retrySlot(of call: ScheduledCall, _ now: Int64) -> Int64 {
    call.isStop ? stopRetries.slot(now) : otherRetries.slot(now)
  }

  /// The first call of each queue that its rate limit holds back, and when it may go.
  func heldBack(_ now: Int64) -> [(id: Int, until: Int64)] {
    queues.compactMap { queue in
      let wait = queue.wait(now)
      guard wait > 0, let first = queue.calls.first else { return nil }
      return (first, now + wait)
    }
  }

  func waiting(_ calls: Slots<ScheduledCall>) -> [Int] { queues.flatMap { $0.calls.all(calls) } }

  var hasWaiting: Bool { queues.contains { !$0.calls.isEmpty } }

  /// The obstacle that a waiting call meets.
  func obstacle(for call: ScheduledCall, _ now: Int64) -> Bytes {
    if isAsking { return Bytes("its host's name was looked up") }
    if let obstacle = key.obstacle(now) { return obstacle }
    let isHeldBack = queues[call.queue].wait(now) > 0
    return Bytes(isHeldBack ? "it waited for its turn" : "it waited for a connection")
  }

  // MARK: - The address

  var isAsking: Bool { if case .asked = address { true } else { false } }

  func isAsking(_ lookUp: Int) -> Bool {
    if case .asked(let number) = address { number == lookUp } else { false }
  }

  func hasAddress(_ now: Int64) -> Bool {
    switch address {
    case .notNeeded: true
    case .unknown, .asked: false
    case .known(let end): end > now
    }
  }

  var addressesEnd: Int64? { if case .known(let end) = address { end } else { nil } }

  /// The number of a new look-up.
  mutating func ask() -> Int {
    lookUps += 1
    address = .asked(lookUps)
    return lookUps
  }

  mutating func learn(until end: Int64) { address = .known(until: end) }

  mutating func forgetAddress() { address = routes[route].needsLookUp ? .unknown : .notNeeded }

  /// Nobody was found on a route: the next one is taken. False if that leads to the same place.
  mutating func moveOn(from failed: Int) -> Bool {
    if route == failed && routes.count > 1 {
      route = (route + 1) % routes.count
      forgetAddress()
    }
    return route != failed
  }
}
