import CCrec
import CCrecLedger
import CPlatform
import Ledger
import Platform

/// A ledger that a process has open: what it was asked for, and the thread that does it.
@safe final class Worker {
  let options: Options
  let state: Guarded<State>
  /// Of the thread alone.
  let journal: Journal
  let store: FileStore
  let tasks: Tasks
  let owner: Int64
  var waiting: [Waiting] = []
  var underWay: [Sent] = []
  var orphans: [KnownOwner] = []
  var nextLook: Int64 = 0
  /// What this round hands out, once it is in the file.
  var replies: [(Caller, HeldOutcome)] = []
  var sendings: [(Recording, Sending, StartCall?)] = []
  var settling: [Settling] = []
  var hasWarned = false

  @safe struct Options {
    var path = Bytes()
    var keepsOrphans = false
    var grace: Int64 = 30_000
    var limit: Int64 = 86_400_000
    var goesOnWithoutRecord = false
    var log: crec_ledger_log_function?
    var logContext: UnsafeMutableRawPointer?
  }

  struct State {
    var inbox: [Work] = []
    var accounts: [Account] = []
    var kept = Kept<HeldOutcome>()
    var thread: pthread_t?
    /// Calls under way, and own recordings that are to be stopped or are being started.
    var left = 0
    var isOver = false
  }

  /// A client of the host's, under a name.
  @safe struct Account {
    let name: Bytes
    let client: OpaquePointer
  }

  enum Work {
    case start(StartCall, Caller)
    case stop(Bytes, Caller)
    case forget(Bytes, Caller)
    case ended(Sent, HeldOutcome)
    case list(Handover<Result<RecordingList, StoreFailure>>)
    case settle(Settling)
    case look
    case stopAll
    case end
  }

  /// Somebody who waits until nothing is left.
  final class Settling {
    let end: Int64
    let result = Handover<Int32>()

    init(end: Int64) {
      self.end = end
    }
  }

  /// A call to a cloud that is under way.
  final class Sent {
    let worker: Worker
    let recording: Recording
    let sending: Sending

    init(_ worker: Worker, _ recording: Recording, _ sending: Sending) {
      self.worker = worker
      self.recording = recording
      self.sending = sending
    }
  }

  static func open(_ options: Options) throws(StoreFailure) -> Worker {
    let store = try FileStore.open(options.path)
    let tasks = try Tasks.make(unsafe Bytes(copying: crec_operations()))
    try store.begin()
    let owner = try store.addOwner(
      Owner.this, keepsOrphans: options.keepsOrphans, grace: options.grace)
    try store.commit()
    return Worker(options, store, tasks, owner)
  }

  private init(_ options: Options, _ store: FileStore, _ tasks: Tasks, _ owner: Int64) {
    self.options = options
    self.store = store
    self.tasks = tasks
    self.owner = owner
    journal = Journal(store)
    state = Guarded(State())
  }

  /// False if there is no thread to be had.
  func begin() -> Bool {
    let thread = Thread.start("crec-ledger") { self.run() }
    state.with { $0.thread = thread }
    return thread != nil
  }

  /// False after the close.
  func post(_ work: Work) -> Bool {
    let isTaken = state.with { state in
      guard !state.isOver else { return false }
      state.inbox.append(work)
      return true
    }
    state.signal()
    return isTaken
  }

  func account(_ name: Bytes) -> Account? {
    state.with { state in state.accounts.last { $0.name == name } }
  }

  // MARK: - For callers

  private let pid = getpid()

  /// In a forked child the thread is not there, and the file is the parent's.
  var isOfThisProcess: Bool { getpid() == pid }

  /// True in a completion.
  var isInside: Bool {
    state.with { state in state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  func list() throws(Refused) -> RecordingList {
    let handover = Handover<Result<RecordingList, StoreFailure>>()
    guard post(.list(handover)), let result = handover.wait() else {
      throw Refused(Int(CREC_STATUS_CLOSED), Bytes("the ledger was closed"))
    }
    switch result {
    case .success(let list): return list
    case .failure(let failure): throw Refused(Int(failure.status), failure.words(options.path))
    }
  }

  func close(_ timeout: Int64, stopsAll: Bool) -> crec_status {
    if isInside { return crec_status(CREC_STATUS_BUSY) }
    let end = Clock.monotonic + min(max(0, timeout), 86_400_000)
    // The count of what is left is one of a round after this.
    if stopsAll { state.with { $0.left += 1 } }
    if stopsAll && !post(.stopAll) { return ok }
    let isDone = state.wait(until: end) { $0.left == 0 || $0.isOver }
    guard post(.end) else { return ok }
    let thread = state.with { state in
      defer { state.thread = nil }
      return state.thread
    }
    if let thread { pthread_join(thread, nil) }
    return crec_status(isDone ? CREC_STATUS_OK : CREC_STATUS_TIMEOUT)
  }

  // MARK: - The thread

  private func run() {
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
    journal.begin()
    for work in batch { handle(work) }
    if nextLook <= Clock.monotonic { look() }
    if let failure = journal.commit() {
      refuseStarts(failure)
      warn(failure)
    } else {
      hasWarned = false
    }
    send()
    let left = underWay.count + journal.ownOpen.filter { $0.state != .running }.count
    state.with { $0.left = left }
    state.signal()
    deliver()
    if batch.contains(where: { if case .end = $0 { true } else { false } }) { end() }
  }

  private func handle(_ work: Work) {
    switch work {
    case .start(let call, let caller): start(call, caller)
    case .stop(let name, let caller): stop(name, caller)
    case .forget(let name, let caller): forget(name, caller)
    case .ended(let sent, let outcome): ended(sent, outcome)
    case .list(let handover): handover.give(listed())
    case .settle(let one):
      settling.append(one)
      nextLook = 0
    case .look: nextLook = 0
    case .stopAll: stopAll()
    case .end: break
    }
  }

  private func listed() -> Result<RecordingList, StoreFailure> {
    do throws(StoreFailure) {
      let all = try store.allRecordings()
      return .success(
        RecordingList(all, bound: { self.tasks.start(of: $0)?.bound ?? Bytes() }) { recording in
          recording.isOpen && self.orphans.contains { $0.number == recording.owner }
        })
    } catch {
      return .failure(error)
    }
  }

  private func deliver() {
    let batch = replies
    replies = []
    for (caller, outcome) in batch {
      guard let completion = unsafe caller.completion else {
        state.with { unsafe $0.kept.append(UInt(bitPattern: caller.context), outcome) }
        continue
      }
      unsafe completion(caller.context, outcome.copy())
    }
  }

  /// What nobody will hear of any more is told so.
  private func end() {
    for one in waiting {
      replies.append(
        (
          one.caller,
          HeldOutcome(crec_status(CREC_STATUS_CANCELLED), Bytes("the ledger was closed"))
        ))
    }
    waiting = []
    for one in settling { one.result.give(Int32(CREC_STATUS_CANCELLED)) }
    settling = []
    deliver()
    try? store.note(owner, goneAt: Clock.unix)
    try? store.removeOwner(owner)
    state.with { $0.isOver = true }
  }

  // MARK: - Words

  func log(_ level: Int, _ words: Bytes) {
    guard let log = unsafe options.log else { return }
    unsafe words.withCString { unsafe log(options.logContext, crec_log_level(level), $0) }
  }

  private func warn(_ failure: StoreFailure) {
    if !hasWarned { log(Int(CREC_LOG_ERROR), failure.words(options.path)) }
    hasWarned = true
  }
}

extension StoreFailure {
  func words(_ path: Bytes) -> Bytes { path + Bytes(": ") + message }

  var status: crec_status {
    crec_status(
      isShortage
        ? CREC_STATUS_SHORTAGE
        : isPermission ? CREC_STATUS_PERMISSION : CREC_STATUS_INVALID_ARGUMENT)
  }
}
