import CPlatform
import Crypto
public import Engine
import Platform
import Synchronization

/// The key of a client, or of several on one loop: given, or found among a cloud's sources and
/// fetched again before it expires.
@safe public final class KeyRing {
  let search: KeySearch?
  private let state: Guarded<State>
  /// Another one with each key.
  let generation = Atomic<Int>(0)

  private struct State {
    var key: FoundKey?
    /// It is the caller's: no other one is fetched any more.
    var isGiven: Bool
    /// Nil: nothing says when it expires.
    var times: KeyTimes?
    var isWanted = false
    /// For a while it is the answer to others, too.
    var failure: (outcome: Outcome, end: Int64)?
  }

  /// Milliseconds, less than a lane waits before it asks again.
  private static let pause: Int64 = 9_000
  private static let shortPause: Int64 = 400

  // Used in turns only.
  private var waiting: [Lane] = []
  private var isFetching = false
  private var fetchers: [KeyFetcher] = []
  private var isClosed = false
  private let process = KeyProcess()

  /// With a key that was given, or one that is to be found.
  public convenience init(_ search: KeySearch, given key: FoundKey? = nil) {
    self.init(search, State(key: key, isGiven: key != nil))
  }

  /// None: for requests that bring theirs along, or need none.
  static func none() -> KeyRing { KeyRing(nil, State(key: nil, isGiven: true)) }

  private init(_ search: KeySearch?, _ state: State) {
    self.search = search
    self.state = Guarded(state)
  }

  // MARK: - From any thread

  public var isGiven: Bool { state.with { $0.isGiven } }

  /// The key, though it may have expired; nil before the first.
  public var key: FoundKey? { state.with { $0.key } }

  /// False before the first key, and after the end of the last.
  var isUsable: Bool {
    state.with { $0.key != nil && ($0.times.map { $0.end > Clock.monotonic } ?? true) }
  }

  /// The reason why there is none, if it was looked for just now.
  var failure: Outcome? {
    state.with { state in
      state.failure.flatMap { $0.end > Clock.monotonic ? $0.outcome : nil }
    }
  }

  /// True if the one before was none that was given: lanes have to know.
  func give(_ credentials: Credentials) -> Bool {
    state.with { state in
      let isNews = !state.isGiven
      state = State(key: FoundKey(credentials, origin: Bytes("given")), isGiven: true)
      generation.wrappingAdd(1, ordering: .releasing)
      return isNews
    }
  }

  /// Somebody wants it who makes no call. False if the loop will hear of another one already.
  func want() -> Bool {
    state.with { state in
      defer { state.isWanted = true }
      return !state.isWanted
    }
  }

  /// The loop has heard of those who want it.
  func hear() { state.with { $0.isWanted = false } }

  // MARK: - In a turn

  /// Fetches a key for a lane, another one than the last if that was refused: once for all who want
  /// it.
  func fetch(for lane: Lane, isRefused: Bool, on loop: Loop) {
    guard !isGiven else { return loop.keyGiven(lane) }
    // Another client may have fetched it meanwhile.
    let times = state.with { $0.times }
    if isUsable && !isRefused && !isFetching && Clock.monotonic < times?.renewal ?? .max {
      return loop.keyFetched(lane, times)
    }
    if let failure, !isRefused { return loop.keyFailed(lane, failure) }
    if !waiting.contains(where: { $0 === lane }) { waiting.append(lane) }
    guard !isFetching, let search else { return }
    isFetching = true
    let question = search.question(at: Moment.now)
    guard let question else {
      return fail(Bytes("the system's clock is outside the years 1970 to 9999"), false, loop)
    }
    go(on: search.begin(question, last: key?.source ?? []), KeyFetch(), loop)
  }

  /// Goes on with a search until it needs something, or is over.
  private func go(on progress: KeyProgress, _ fetch: KeyFetch, _ loop: Loop) {
    switch progress {
    case .found(let key): learn(key, fetch, loop)
    case .nothing(let why, let isPassing): fail(why, isPassing, loop)
    case .needs(let need, let then):
      let resume = { (given: Given) in
        // A child that was forked meanwhile has no loop to go on with.
        guard !loop.isForked else { return }
        loop.post {
          guard !self.isClosed else { return }
          var fetch = fetch
          fetch.note(given)
          self.go(on: then(given), fetch, loop)
        }
      }
      if case .freshness(let key) = need {
        return go(on: then(fresh(key, fetch)), fetch, loop)
      }
      self.fetch(need, on: loop, resume)
    }
  }

  private func fresh(_ key: FoundKey, _ fetch: KeyFetch) -> Given {
    let times = KeyTimes(of: key, clockOffset: fetch.clockOffset, random: 0)
    guard let times, times.end <= Clock.monotonic else { return .key(key) }
    let words = Bytes(": the key has expired already: is this machine's clock right?")
    return .failure(key.origin + words, isPassing: true)
  }

  private func fetch(_ need: Need, on loop: Loop, _ resume: @escaping (Given) -> Void) {
    switch need {
    case .file(let path): aside(resume) { KeyFile.read(path) }
    case .output(let words): aside(resume) { [process] in process.run(words) }
    case .freshness: break
    case .host(let ask): loop.questions.append { ask(resume) }
    case .reply(let request):
      do throws(Failure) {
        try fetcher(for: request, on: loop).send(request, resume)
      } catch {
        resume(.reply(error.outcome))
      }
    }
  }

  /// On a thread of its own, for as long as it lasts: no loop waits for a disk or a program.
  private func aside(_ resume: @escaping (Given) -> Void, _ work: @escaping () -> Given) {
    guard let thread = Thread.start("crec-keys", { resume(work()) }) else {
      return resume(.failure(Bytes("cannot be read: no thread could be started"), isPassing: true))
    }
    pthread_detach(thread)
  }

  private func fetcher(
    for request: KeyRequest, on loop: Loop
  ) throws(Failure) -> KeyFetcher {
    if let known = fetchers.first(where: { $0.serves(request) }) { return known }
    guard let search else { throw Failure("a key that was given is not fetched") }
    let new = try KeyFetcher.make(for: request, search, on: loop)
    // Files may name other places with every change.
    if fetchers.count == 4 { fetchers.removeFirst().close() }
    fetchers.append(new)
    return new
  }

  private func learn(_ key: FoundKey, _ fetch: KeyFetch, _ loop: Loop) {
    if case .failure(let why, let isPassing) = fresh(key, fetch) {
      return fail(why, isPassing, loop)
    }
    let times = KeyTimes(of: key, clockOffset: fetch.clockOffset, random: Random.number())
    let isStillGiven = state.with { state in
      guard !state.isGiven else { return true }
      state = State(key: key, isGiven: false, times: times)
      generation.wrappingAdd(1, ordering: .releasing)
      return false
    }
    if isStillGiven { return end { loop.keyGiven($0) } }
    let life =
      times.map { ", good for " + decimal(($0.end - Clock.monotonic) / 1_000) + Bytes(" s") } ?? []
    let words = [key.origin + life] + (key.warning.isEmpty ? [] : [key.warning])
    let outcome = Outcome(.ok, message: Bytes(words.joined(separator: Bytes("; "))))
    note(Event(ofKey: outcome, isWarning: !key.warning.isEmpty), loop)
    end { loop.keyFetched($0, times) }
  }

  private func fail(_ why: Bytes, _ isPassing: Bool, _ loop: Loop) {
    var outcome = Outcome(
      .authentication, message: Bytes("no key was found: ") + why, mayHaveBeenApplied: false)
    outcome.isRetryable = isPassing
    state.with {
      $0.failure = (outcome, Clock.monotonic + ($0.key == nil ? Self.pause : Self.shortPause))
    }
    note(Event(ofKey: outcome, isWarning: isUsable), loop)
    end { loop.keyFailed($0, outcome) }
  }

  /// Lanes of one key have one log.
  private func note(_ event: Event, _ loop: Loop) {
    if let lane = waiting.first { loop.note(event, of: lane) }
  }

  /// Tells all who wait.
  private func end(_ tell: (Lane) -> Void) {
    let lanes = waiting
    waiting = []
    isFetching = false
    for lane in lanes { tell(lane) }
  }

  /// Ends what was sent for a client that is gone.
  func close() {
    for fetcher in fetchers { fetcher.close() }
    process.stop()
    letGo()
  }

  /// Lets all go that would hold a loop that has ended.
  func letGo() {
    isClosed = true
    fetchers = []
    waiting = []
  }
}
