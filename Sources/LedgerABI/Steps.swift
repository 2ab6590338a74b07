import CCrec
import Ledger
import Platform

/// Events of recordings, through the machine, and what they come to.
extension Worker {
  func start(_ call: StartCall, _ caller: Caller) {
    do throws(StoreFailure) {
      let row = try tasks.recording(
        name: call.name, account: call.account, call.start, fields: call.fields)
      let step = apply(call.name, .start(row), call)
      guard let step else {
        let words = Bytes("another recording has the same task")
        return reply(caller, CREC_STATUS_CONFLICT, words)
      }
      switch step.answer {
      case .alreadyRuns: reply(caller, CREC_STATUS_OK, Bytes("it records already"))
      case .doubtful: if let it = step.recording { replies.append((caller, doubtfulOutcome(it))) }
      default:
        let hasBegun = step.recording?.state == .starting
        waiting.append(
          Waiting(name: call.name, caller: caller, start: call, hasBegun: hasBegun, attempts: 0))
      }
    } catch {
      replies.append((caller, HeldOutcome(error.status, error.words(options.path))))
    }
  }

  func stop(_ name: Bytes, _ caller: Caller) {
    guard let step = apply(name, .stop) else {
      return reply(caller, CREC_STATUS_BUSY, Bytes("another process changed it: ask again"))
    }
    switch step.answer {
    case .unknown: reply(caller, CREC_STATUS_NOT_FOUND, Bytes("no recording has this name"))
    case .ended: reply(caller, CREC_STATUS_ALREADY_STOPPED, Bytes("it had ended before"))
    case .doubtful: if let it = step.recording { replies.append((caller, doubtfulOutcome(it))) }
    default:
      waiting.append(
        Waiting(
          name: name, caller: caller, start: nil, hasBegun: true,
          attempts: step.recording?.attempts ?? 0))
    }
  }

  func forget(_ name: Bytes, _ caller: Caller) {
    switch apply(name, .forget)?.answer {
    case .removed: reply(caller, CREC_STATUS_OK, Bytes())
    case .unknown: reply(caller, CREC_STATUS_NOT_FOUND, Bytes("no recording has this name"))
    default: reply(caller, CREC_STATUS_BUSY, Bytes("it may be running: stop it first"))
    }
  }

  /// Every recording of this process.
  func stopAll() {
    for recording in journal.ownOpen { _ = apply(recording.name, .stop) }
  }

  /// A call to a cloud came to an outcome.
  func ended(_ sent: Sent, _ outcome: HeldOutcome) {
    underWay.removeAll { $0 === sent }
    let name = sent.recording.name
    // An older start of the name has nothing to say any more.
    guard journal.recording(name)?.generation == sent.recording.generation else { return }
    _ = apply(name, event(of: sent, outcome), outcome: outcome)
  }

  private func event(of sent: Sent, _ outcome: HeldOutcome) -> Event {
    let isDone = outcome.status == ok || outcome.status == CREC_STATUS_ALREADY_STOPPED
    switch sent.sending {
    case .start where isDone: return started(sent.recording, outcome)
    case .start where outcome.mayHaveBeenApplied: return .startInDoubt(outcome.problem)
    case .start: return .notStarted(outcome.problem)
    case .search where isDone: return searched(sent.recording, outcome)
    case .search: return .notAsked(outcome.problem)
    case .stop, .nothing:
      if isDone { return .stopped(foundSomething: outcome.status == ok) }
      if outcome.status == CREC_STATUS_NOT_FOUND { return .stopped(foundSomething: false) }
      return .notStopped(outcome.problem)
    }
  }

  private func started(_ recording: Recording, _ outcome: HeldOutcome) -> Event {
    guard let start = tasks.start(of: recording),
      let task = try? tasks.task(recording.task, start, id: outcome.taskID),
      recording.doubt == .stop || !outcome.taskID.isEmpty
    else {
      let words = Bytes("the reply names no task")
      return .startInDoubt(
        Problem(status: crec_status(CREC_STATUS_MALFORMED_REPLY), message: words))
    }
    return .started(task: task)
  }

  private func searched(_ recording: Recording, _ outcome: HeldOutcome) -> Event {
    guard let start = tasks.start(of: recording) else { return .notAsked(outcome.problem) }
    do throws(StoreFailure) {
      for id in try tasks.found(recording, start, in: outcome.body) {
        if try store.knows(taskID: id, besides: recording.name) { continue }
        return .found(task: try tasks.task(recording.task, start, id: id))
      }
      return .notFound
    } catch {
      return .notAsked(Problem(status: error.status, message: error.message))
    }
  }

  // MARK: - The machine

  /// Nil if the row could not be written because of another.
  @discardableResult
  func apply(
    _ name: Bytes, _ event: Event, _ call: StartCall? = nil, outcome: HeldOutcome? = nil
  ) -> Step? {
    let known = journal.recording(name)
    let itsAccount = known?.account ?? call?.account ?? Bytes()
    let observer = Observer(
      now: Clock.unix, owner: owner, canSend: account(itsAccount) != nil,
      isOrphan: known.map { $0.isOpen && isGone($0.owner) } ?? false,
      limit: options.limit)
    let step = step(known, event, seenBy: observer)
    if let new = step.recording {
      if new != known {
        guard journal.put(new, isOwn: new.owner == owner) else { return nil }
        tell(new, after: known)
      }
      if step.sending != .nothing { sendings.append((new, step.sending, call)) }
    } else if known != nil {
      journal.remove(name)
    }
    answer(name, step.recording, outcome)
    return step
  }

  /// Those who wait for this recording.
  private func answer(_ name: Bytes, _ recording: Recording?, _ outcome: HeldOutcome?) {
    guard waiting.contains(where: { $0.name == name }) else { return }
    var left: [Waiting] = []
    for one in waiting {
      if one.name == name, let outcome = one.reply(recording, outcome) {
        replies.append((one.caller, outcome))
      } else {
        left.append(one)
      }
    }
    waiting = left
    if [.stopped, .failed].contains(recording?.state) { nextLook = 0 }
  }

  private func reply(_ caller: Caller, _ status: Int, _ words: Bytes) {
    replies.append((caller, HeldOutcome(crec_status(status), words)))
  }

  /// People should know of what cannot be stopped.
  private func tell(_ recording: Recording, after known: Recording?) {
    guard recording.state != known?.state,
      recording.state == .doubtful || recording.state == .abandoned
    else { return }
    let bound = tasks.start(of: recording)?.bound ?? Bytes()
    log(
      Int(CREC_LOG_ERROR),
      recording.name + Bytes(": ") + Bytes(recording.state.name) + Bytes(": ") + recording.problem
        + Bytes("; ") + bound)
  }
}
