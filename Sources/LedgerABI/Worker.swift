import CCrec
import CCrecLedger
import CPlatform
import Ledger
import Platform

/// The library as the user of a keeper.
enum Library: Host {
  typealias File = FileStore
  typealias Outcome = HeldOutcome
  typealias Request = HeldRequest

  /// A caller, who is told the outcome once.
  @safe struct Caller: @unchecked Sendable {
    let completion: crec_completion?
    let context: UnsafeMutableRawPointer?
  }
}

/// A ledger that a process has open: the thread on which its keeper works, its callers and its
/// clients.
@safe final class Worker {
  let options: Options
  let state: Guarded<State>
  let tasks: Tasks
  /// Used by the thread alone.
  let store: FileStore
  let pid = getpid()
  private var keeper: Keeper<Library>
  private var nextLook: Int64 = 0
  private var settling: [Settling] = []
  private var hasWarned = false

  @safe struct Options {
    var path = Bytes()
    var host: Owner
    var replacesDamaged = false
    var keeper = KeeperOptions()
    var log: crec_ledger_log_function?
    var logContext: UnsafeMutableRawPointer?
  }

  struct State {
    var inbox: [Work] = []
    var accounts: [Account] = []
    var kept = Kept<HeldOutcome>()
    var thread: pthread_t?
    /// Work in the inbox, and the keeper's own count after the last round.
    var left = 0
    var isOver = false
    /// When a close is over that is under way.
    var closeEnd = Int64.max

    func account(_ name: Bytes) -> Account? { accounts.last { $0.name == name } }

    mutating func note(_ outcome: HeldOutcome, of name: Bytes) {
      guard let index = accounts.lastIndex(where: { $0.name == name }) else { return }
      accounts[index].clockOffset = outcome.clockOffset
    }
  }

  /// A client of the host's, under a name.
  @safe struct Account {
    let name: Bytes
    let client: OpaquePointer
    /// Seconds that the cloud's clock is ahead of this machine's, as far as a call has told.
    var clockOffset: Int64 = 0

    var place: Bytes { unsafe Bytes(copying: crec_client_place(client)) }
  }

  enum Work {
    case start(StartCall<HeldRequest>, Library.Caller)
    case stop(Bytes, Library.Caller)
    case forget(Bytes, Library.Caller)
    /// The place is that of the account with which it was sent.
    case ended(Sent, HeldOutcome, place: Bytes)
    case list(Handover<Result<RecordingList, StoreFailure>>)
    case settle(Settling)
    case look
    /// The names of all begin so.
    case stopAll(Bytes)
    case stopOwn
    case end
  }

  /// A caller that waits until nothing is left.
  final class Settling {
    let end: Int64
    let result = Handover<Int32>()

    init(end: Int64) {
      self.end = end
    }
  }

  static func open(_ options: Options) throws(StoreFailure) -> Worker {
    let store = try FileStore.open(options.path, replacesDamaged: options.replacesDamaged)
    let tasks = try Tasks.make(unsafe Bytes(copying: crec_operations()))
    try store.begin()
    guard let this = Owner.process(Int64(getpid())) else {
      throw StoreFailure(code: StoreFailure.shortage, message: Bytes("/proc cannot be read"))
    }
    let owner = try store.addOwner(
      this, host: options.host, keepsOrphans: options.keeper.keepsOrphans,
      grace: options.keeper.grace)
    try store.commit()
    return Worker(options, store, tasks, owner)
  }

  private init(_ options: Options, _ store: FileStore, _ tasks: Tasks, _ owner: Int64) {
    self.options = options
    self.store = store
    self.tasks = tasks
    let state = Guarded(State())
    self.state = state
    keeper = Keeper(
      store, owner: owner, host: options.host, options.keeper,
      hasAccount: { name in state.with { $0.account(name) != nil } }, isAlive: { $0.isAlive })
  }

  /// False if there is no thread to be had.
  func begin() -> Bool {
    let thread = Thread.start("crec-ledger") { self.run() }
    state.with { $0.thread = thread }
    return thread != nil
  }

  // MARK: - The thread

  private func run() {
    if let notice = store.notice { log(CREC_LOG_WARNING, notice) }
    while !state.with({ $0.isOver }) {
      _ = state.wait(until: nextLook) { !$0.inbox.isEmpty }
      let batch = state.with { state in
        let taken = state.inbox
        state.inbox = []
        return taken
      }
      work(off: batch)
    }
  }

  /// One transaction for all that has come in, then what follows from it.
  private func work(off batch: [Work]) {
    store.wait(atMost: max(Self.pause, nearestEnd(batch) - Clock.monotonic))
    keeper.begin(now: Clock.unix, clock: Clock.monotonic)
    for work in batch { handle(work) }
    if keeper.wantsLook || nextLook <= Clock.monotonic { look() }
    let failure = keeper.commit()
    if let failure, !hasWarned { log(CREC_LOG_ERROR, failure.message) }
    hasWarned = failure != nil
    for names in keeper.taken { tell(ofOrphans: names) }
    for recording in keeper.lost { tell(recording) }
    for (sent, call) in keeper.sendings { send(sent, call) }
    state.with { $0.left = keeper.left + $0.inbox.count }
    state.signal()
    deliver()
    if batch.contains(where: { if case .end = $0 { true } else { false } }) { end() }
  }

  /// When the first of those is over who wait for all to be settled, or for a close.
  private func nearestEnd(_ batch: [Work]) -> Int64 {
    let new = batch.compactMap { if case .settle(let one) = $0 { one.end } else { nil } }
    let ends = settling.map { $0.end } + new + [state.with { $0.closeEnd }]
    return ends.min() ?? .max
  }

  private func handle(_ work: Work) {
    switch work {
    case .start(let call, let caller): keeper.start(call, caller)
    case .stop(let name, let caller): keeper.stop(name, caller)
    case .forget(let name, let caller): keeper.forget(name, caller)
    case .ended(let sent, let outcome, let place):
      state.with { $0.note(outcome, of: sent.recording.account) }
      if let next = next(sent, after: outcome) { return send(next, nil) }
      let outcome = believed(outcome, of: sent, at: place)
      let event = event(of: sent, outcome, at: place)
      keeper.ended(sent, event, status: outcome.status, outcome)
    case .list(let handover): handover.give(listed())
    case .settle(let one):
      settling.append(one)
      nextLook = 0
    case .look: nextLook = 0
    case .stopAll(let prefix): keeper.stopAll(prefix)
    case .stopOwn: keeper.stopOwn()
    case .end: break
    }
  }

  private static let pause: Int64 = 1_000
  private static let shortPause: Int64 = 100

  private func look() {
    keeper.isSettling = !settling.isEmpty
    keeper.look()
    lookAtSettling()
    let isAwaited = keeper.isAwaited || !settling.isEmpty
    nextLook = Clock.monotonic + (isAwaited ? Self.shortPause : Self.pause)
  }

  private func lookAtSettling() {
    guard !settling.isEmpty else { return }
    // Of a file that cannot be read nobody knows what is left in it.
    let all = try? store.allRecordings()
    let isSettled = all.map(keeper.isSettled) ?? false
    let isLost = all?.contains { $0.state == .doubtful || $0.state == .abandoned } ?? false
    var rest: [Settling] = []
    for one in settling {
      if isSettled {
        one.result.give(isLost ? Status.conflict : Status.ok)
      } else if one.end <= Clock.monotonic {
        one.result.give(Status.timeout)
      } else {
        rest.append(one)
      }
    }
    settling = rest
  }

  private func listed() -> Result<RecordingList, StoreFailure> {
    do throws(StoreFailure) {
      let all = try store.allRecordings()
      keeper.findOrphans()
      return .success(
        RecordingList(
          all, bound: { self.tasks.start(of: $0)?.bound ?? [] }, isOrphan: keeper.isOrphan))
    } catch {
      return .failure(error)
    }
  }

  private func deliver() {
    for (caller, reply) in keeper.replies {
      let outcome =
        switch reply {
        case .own(let outcome): outcome
        case .made(let status, let message): HeldOutcome(status, message)
        }
      give(outcome, to: caller)
    }
  }

  private func give(_ outcome: HeldOutcome, to caller: Library.Caller) {
    if let completion = unsafe caller.completion {
      unsafe completion(caller.context, outcome.copy())
    } else {
      state.with { unsafe $0.kept.append(UInt(bitPattern: caller.context), outcome) }
    }
  }

  /// Ends calls that nobody will hear of any more.
  private func end() {
    keeper.begin(now: Clock.unix, clock: Clock.monotonic)
    keeper.end()
    _ = keeper.commit()
    deliver()
    for one in settling { one.result.give(Status.cancelled) }
    settling = []
    let late = state.with { state in
      state.isOver = true
      return state.inbox
    }
    state.signal()
    for work in late { refuse(work) }
  }

  /// Refuses work that came in while it ended.
  private func refuse(_ work: Work) {
    switch work {
    case .start(_, let caller), .stop(_, let caller), .forget(_, let caller):
      give(HeldOutcome(Status.cancelled, Bytes("the ledger was closed")), to: caller)
    case .list(let handover):
      handover.give(
        .failure(StoreFailure(code: StoreFailure.shortage, message: Bytes("is closed"))))
    case .settle(let one): one.result.give(Status.cancelled)
    case .ended, .look, .stopAll, .stopOwn, .end: break
    }
  }
}
