/// One process's part in a ledger: what it was asked for, what is under way, who waits. It has no
/// thread, no clock and no network: its owner brings events, and carries out what comes of them,
/// once it is in the file. A simulation drives it as the library does.
public final class Keeper<Of: Host> {
  public typealias Call = StartCall<Of.Request>

  public let options: KeeperOptions
  let store: Of.File
  public let journal: Journal<Of.File>
  public let owner: Int64
  /// The process that stands for this one and others.
  let host: Owner
  /// True if there is a client for an account.
  let hasAccount: (Bytes) -> Bool
  /// False for an owner that is gone for certain.
  let isAlive: (Owner) -> Bool

  var now: Int64 = 0
  var clock: Int64 = 0
  var waiting: [Waiting<Of>] = []
  var underWay: [Sent] = []
  var orphans: [KnownOwner] = []
  /// True while somebody waits for all to be settled: graces are over.
  public var isSettling = false
  private var lastNumber: Int64 = 0
  private var startsNone = false
  /// Callers who are told that a name is forgotten, once that is in the file.
  private var forgetting: [Of.Caller] = []

  /// To be carried out once this round is in the file.
  public internal(set) var replies: [(Of.Caller, Reply<Of.Outcome>)] = []
  public internal(set) var sendings: [(Sent, Call?)] = []
  /// Recordings that people should know of.
  public internal(set) var lost: [Recording] = []
  /// Names of recordings that are stopped from now on, for each process that is gone.
  public internal(set) var taken: [[Bytes]] = []
  /// Something waits for what the next look brings.
  public internal(set) var wantsLook = true

  public init(
    _ store: Of.File, owner: Int64, host: Owner, _ options: KeeperOptions,
    hasAccount: @escaping (Bytes) -> Bool, isAlive: @escaping (Owner) -> Bool
  ) {
    self.store = store
    self.owner = owner
    self.host = host
    self.options = options
    self.hasAccount = hasAccount
    self.isAlive = isAlive
    journal = Journal(store, owner: owner)
  }

  // MARK: - A round

  /// `now` in unix milliseconds, `clock` on the monotonic clock.
  public func begin(now: Int64, clock: Int64) {
    self.now = now
    self.clock = clock
    replies = []
    sendings = []
    lost = []
    taken = []
    journal.begin()
    for name in journal.unheardStops { _ = apply(name, .stop) }
  }

  /// Ends the round: what it came to may be carried out. Where the file could not be written,
  /// starts are not made, unless they are to go on without.
  public func commit() -> StoreFailure? {
    let failure = journal.commit()
    for caller in forgetting {
      replies.append(
        (caller, .made(status: failure?.status ?? Status.ok, message: failure?.message ?? [])))
    }
    forgetting = []
    guard let failure else { return nil }
    if !options.goesOnWithoutRecord {
      let refused = sendings.filter { $0.0.sending == .start }
      sendings.removeAll { $0.0.sending == .start }
      for (sent, _) in refused {
        underWay.removeAll { $0.number == sent.number }
        journal.drop(sent.recording.name)
        let isRefused = { (one: Waiting<Of>) in one.name == sent.recording.name }
        for one in waiting where isRefused(one) {
          replies.append((one.caller, .made(status: failure.status, message: failure.message)))
        }
        waiting.removeAll(where: isRefused)
      }
    }
    return failure
  }

  // MARK: - What hosts ask for

  public func start(_ call: Call, _ caller: Of.Caller) {
    if startsNone { return reply(caller, Status.closed, "the ledger is being closed") }
    // A stop that was given up could still end the new task.
    if journal.hasLateStop(of: call.row, at: clock) { return wait(for: call, caller, false) }
    guard let step = apply(call.row.name, .start(call.row), call) else {
      return reply(caller, Status.conflict, "another recording has the same task")
    }
    switch step.answer {
    case .alreadyRuns: reply(caller, Status.ok, "it records already")
    case .doubtful: if let it = step.recording { replies.append((caller, .doubtful(it))) }
    default:
      wait(for: call, caller, step.recording?.state == .starting)
    }
  }

  private func wait(for call: Call, _ caller: Of.Caller, _ hasBegun: Bool) {
    waiting.append(
      Waiting(
        name: call.row.name, caller: caller, start: call, hasBegun: hasBegun, attempts: 0,
        generation: 0))
  }

  public func stop(_ name: Bytes, _ caller: Of.Caller) {
    guard let step = stop(name) else {
      return reply(caller, Status.busy, "another process changed it: ask again")
    }
    switch step.answer {
    case .unknown: reply(caller, Status.notFound, "no recording has this name")
    case .ended: reply(caller, Status.alreadyStopped, "it had ended before")
    case .doubtful: if let it = step.recording { replies.append((caller, .doubtful(it))) }
    default:
      waiting.append(
        Waiting(
          name: name, caller: caller, start: nil, hasBegun: true,
          attempts: step.recording?.attempts ?? 0, generation: step.recording?.generation ?? 0))
    }
  }

  /// Stops every recording whose name begins with a prefix, whoever started it.
  public func stopAll(_ prefix: Bytes) {
    let names = journal.openNames + waiting.filter { $0.start != nil }.map { $0.name }
    for name in names where name.starts(with: prefix) { _ = stop(name) }
  }

  private func stop(_ name: Bytes) -> Step? {
    // A start that waits behind an earlier stop was asked for before this one.
    for one in waiting where one.name == name && one.start != nil && !one.hasBegun {
      reply(one.caller, Status.cancelled, "a stop came before it had begun")
    }
    waiting.removeAll { $0.name == name && $0.start != nil && !$0.hasBegun }
    return apply(name, .stop)
  }

  public func forget(_ name: Bytes, _ caller: Of.Caller) {
    switch apply(name, .forget)?.answer {
    case .removed: forgetting.append(caller)
    case .unknown: reply(caller, Status.notFound, "no recording has this name")
    case .later: reply(caller, Status.busy, "its stop may still arrive: ask again in 15 s")
    default: reply(caller, Status.busy, "it may be running: stop it first")
    }
  }

  /// Stops every recording of this process, which starts no other one.
  public func stopOwn() {
    startsNone = true
    let own = journal.ownOpen.map { $0.name }
    for name in own + waiting.filter({ $0.start != nil }).map({ $0.name }) { _ = stop(name) }
  }

  /// A call to a cloud has ended.
  public func ended(_ sent: Sent, _ event: Event, status: Int32, _ outcome: Of.Outcome) {
    underWay.removeAll { $0.number == sent.number }
    let name = sent.recording.name
    // An older start of the name has nothing to say any more.
    guard journal.recording(name)?.generation == sent.recording.generation else { return }
    // What a search came to is nobody's outcome.
    _ = apply(name, event, own: sent.sending == .search ? nil : (sent.sending, status, outcome))
  }

  /// Nobody will hear of anything any more.
  public func end() {
    for one in waiting { reply(one.caller, Status.cancelled, "the ledger was closed") }
    waiting = []
    guard journal.isOpen else { return }
    try? store.note(owner, goneAt: now)
    try? store.removeOwner(owner)
  }

  /// Calls that are under way, and own recordings that are being started or are to be stopped.
  public var left: Int { underWay.count + journal.restless }

  public var isAwaited: Bool { !waiting.isEmpty }

  public func isOrphan(_ recording: Recording) -> Bool {
    recording.isOpen && orphans.contains { $0.number == recording.owner && !hasHost($0) }
  }

  // MARK: - The machine

  /// Nil if the row could not be written because of another.
  @discardableResult
  func apply(
    _ name: Bytes, _ event: Event, _ call: Call? = nil,
    own: (of: Sending, status: Int32, outcome: Of.Outcome)? = nil
  ) -> Step? {
    let known = journal.recording(name)
    let observer = Observer(
      now: now, clock: clock, owner: owner,
      canSend: hasAccount(known?.account ?? call?.row.account ?? []),
      isOrphan: known.map { $0.isOpen && isGone($0.owner) } ?? false, limit: options.limit)
    let step = step(known, event, seenBy: observer)
    if let new = step.recording {
      // A stop is put down also where it is wanted already: its owner may have withdrawn that one,
      // and not be able to write it.
      if new != known || isStop(event) && new.isOpen {
        guard journal.put(new, isOwn: new.owner == owner) else { return nil }
        let isLost = new.state == .doubtful || new.state == .abandoned
        if isLost && new.state != known?.state { lost.append(new) }
      }
      if step.sending != .nothing { send(new, step.sending, call) }
    } else if known != nil {
      journal.remove(name)
    }
    answer(name, step.recording, own)
    return step
  }

  private func isStop(_ event: Event) -> Bool { if case .stop = event { true } else { false } }

  private func send(_ recording: Recording, _ sending: Sending, _ call: Call?) {
    // One that was made while the file could not be written: a second one could outlast it.
    if sending == .stop && isStopUnderWay(recording) { return }
    lastNumber += 1
    let sent = Sent(number: lastNumber, recording: recording, sending: sending)
    underWay.append(sent)
    sendings.append((sent, call))
  }

  private func isStopUnderWay(_ recording: Recording) -> Bool {
    underWay.contains { sent in
      sent.sending == .stop && sent.recording.name == recording.name
        && sent.recording.generation == recording.generation
    }
  }

  /// Answers the calls that wait for this recording.
  private func answer(
    _ name: Bytes, _ recording: Recording?,
    _ own: (of: Sending, status: Int32, outcome: Of.Outcome)?
  ) {
    guard waiting.contains(where: { $0.name == name }) else { return }
    var left: [Waiting<Of>] = []
    for one in waiting {
      let isIts = own?.of == (one.start == nil ? .stop : .start)
      let its = isIts ? own.map { (status: $0.status, outcome: $0.outcome) } : nil
      if one.name == name, let reply = one.reply(recording, its) {
        replies.append((one.caller, reply))
      } else {
        left.append(one)
        if one.name == name, one.start != nil, let its {
          left[left.count - 1].doubtful = its.outcome
        }
      }
    }
    waiting = left
    // A start that waits behind it is made at once.
    if recording?.state == .stopped || recording?.state == .failed { wantsLook = true }
  }

  private func reply(_ caller: Of.Caller, _ status: Int32, _ words: StaticString) {
    replies.append((caller, .made(status: status, message: Bytes(words))))
  }
}
