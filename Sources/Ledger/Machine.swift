/// The longest time for which a request that was given up may still arrive.
let quietTime: Int64 = 15_000
/// Searches that find nothing until a start counts as one that never began.
let searchLimit: Int64 = 5

/// The life of a recording: a state and an event make the next state, and at most one thing to
/// send. No clock and no I/O. docs/ledger.md has it as a table.
public func step(_ recording: Recording?, _ event: Event, seenBy observer: Observer) -> Step {
  guard let known = recording else {
    switch event {
    case .start(let new): return begin(new, after: nil, observer)
    case .stop, .forget: return Step(recording: nil, answer: .unknown)
    default: return Step(recording: nil)
    }
  }
  var it = known
  switch (known.state, event) {
  case (.stopped, .start(let new)), (.failed, .start(let new)):
    // A stop that was given up could still end the new task, if that has the same id.
    if new.key == known.key && isLate(known, observer) {
      return Step(recording: it, answer: .later)
    }
    return begin(new, after: known, observer)
  case (.starting, .start):
    it.isStopWanted = false
    return Step(recording: it, answer: .later)
  case (.running, .start) where known.isOver(at: observer.now):
    // The cloud has ended it: a stop says so for certain, and then the start is made.
    return stop(it, observer, answer: .later)
  case (.running, .start):
    it.adopt(observer)
    return Step(recording: it, answer: .alreadyRuns)
  case (.stopping, .start) where !known.isStopSent && !known.isInDoubt:
    it.isStopWanted = false
    it.adopt(observer)
    it.turn(.running, observer)
    return Step(recording: it, answer: .alreadyRuns)
  case (.stopping, .start):
    return Step(recording: it, answer: .later)
  case (.abandoned, .start), (.abandoned, .stop), (.running, .stop):
    return stop(it, observer, answer: .later)
  case (.starting, .stop):
    it.isStopWanted = true
    return Step(recording: it, answer: .later)
  case (.stopping, .stop) where observer.canSend && known.isPausing(at: observer.now):
    // Its process may have no key that is good: whoever is asked may have one.
    return stop(it, observer, isAgain: true, answer: .later)
  case (.stopping, .stop):
    it.nextAt = min(it.nextAt, observer.now)
    return Step(recording: it, answer: .later)
  case (.stopped, .stop), (.failed, .stop):
    return Step(recording: it, answer: .ended)
  case (.doubtful, .start), (.doubtful, .stop):
    return Step(recording: it, answer: .doubtful)
  case (.stopped, .forget) where isLate(known, observer),
    (.failed, .forget) where isLate(known, observer):
    return Step(recording: it, answer: .later)
  case (.stopped, .forget), (.failed, .forget), (.doubtful, .forget), (.abandoned, .forget):
    return Step(recording: nil, answer: .removed)
  case (.starting, .forget), (.running, .forget), (.stopping, .forget):
    return Step(recording: it, answer: .busy)
  case (.starting, .started(let task)), (.starting, .found(let task)):
    it.task = task
    it.isInDoubt = false
    it.nextAt = 0
    if it.isStopWanted { return stop(it, observer) }
    it.turn(.running, observer)
    return Step(recording: it)
  case (.starting, .notStarted(let problem)):
    it.note(problem)
    it.turn(.failed, observer)
    return Step(recording: it)
  case (.starting, .startInDoubt(let problem)):
    it.note(problem)
    return doubt(it, observer)
  case (.starting, .notFound) where known.isPausing(at: observer.now),
    (.starting, .notAsked) where known.isPausing(at: observer.now):
    // Several processes may search for an orphan: the first to end it counts.
    return Step(recording: it)
  case (.starting, .notFound):
    it.attempts += 1
    if it.attempts >= searchLimit && !it.isEarly {
      it.turn(.failed, observer)
      return Step(recording: it)
    }
    it.pause(observer)
    return Step(recording: it)
  case (.starting, .notAsked(let problem)):
    it.note(problem)
    it.pause(observer)
    if it.waited >= observer.limit { it.turn(.doubtful, observer) }
    return Step(recording: it)
  case (.stopping, .stopped(let foundSomething)):
    // The start may arrive after a stop that found nothing.
    if !foundSomething && it.isInDoubt && it.isEarly {
      it.nextAt = observer.now + max(1, it.quietUntil - observer.clock)
      return Step(recording: it)
    }
    it.turn(.stopped, observer)
    return Step(recording: it)
  case (.stopping, .notStopped(let problem)):
    it.note(problem)
    it.attempts += 1
    it.quietUntil = observer.clock + quietTime
    it.pause(observer)
    if it.waited >= observer.limit { it.turn(.abandoned, observer) }
    return Step(recording: it)
  case (.stopped, .notStopped):
    // Another process's stop was sooner; this one may still arrive.
    it.quietUntil = observer.clock + quietTime
    return Step(recording: it)
  case (.stopping, .notSent(let problem)):
    // Others came before it: the cloud is there, and a longer pause helps nobody.
    it.note(problem)
    it.nextAt = observer.now + 1_000
    return Step(recording: it)
  case (.stopping, .due):
    return stop(it, observer, isAgain: true)
  case (.starting, .due) where it.isInDoubt:
    return search(it, observer)
  case (.starting, .orphaned):
    if it.isInDoubt { return search(it, observer) }
    it.note(
      Problem(
        status: Status.cancelled, message: Bytes("its process ended before a reply came")))
    return doubt(it, observer)
  case (.stopping, .orphaned):
    it.quietUntil = max(it.quietUntil, observer.clock + quietTime)
    return stop(it, observer, isAgain: true)
  case (.running, .orphaned(.stopped)):
    return stop(it, observer)
  case (.running, .orphaned(.takenOver)):
    it.adopt(observer)
    return Step(recording: it)
  default:
    // Something that came too late: the recording has gone on.
    return Step(recording: it)
  }
}

private func begin(_ new: Recording, after known: Recording?, _ observer: Observer) -> Step {
  var it = new
  it.owner = observer.owner
  it.generation = (known?.generation ?? 0) + 1
  it.version = known?.version ?? 0
  it.startedAt = observer.now
  it.turn(.starting, observer)
  return Step(recording: it, sending: .start, answer: .later)
}

private func stop(
  _ recording: Recording, _ observer: Observer, isAgain: Bool = false, answer: Answer = .none
) -> Step {
  var it = recording
  it.isStopWanted = true
  if !isAgain {
    it.attempts = 0
    it.waited = 0
  }
  if it.state != .stopping { it.turn(.stopping, observer) }
  guard observer.canSend else {
    // Whoever can will find it.
    it.nextAt = observer.now
    return Step(recording: it, answer: answer)
  }
  it.owner = observer.owner
  it.isStopSent = true
  it.isEarly = isQuiet(it, observer)
  it.nextAt = 0
  return Step(recording: it, sending: .stop, answer: answer)
}

private func doubt(_ recording: Recording, _ observer: Observer) -> Step {
  var it = recording
  it.isInDoubt = true
  it.quietUntil = observer.clock + quietTime
  switch it.doubt {
  case .stop:
    return stop(it, observer)
  case .ask:
    it.attempts = 0
    return search(it, observer)
  case .none:
    it.turn(.doubtful, observer)
    return Step(recording: it)
  }
}

private func search(_ recording: Recording, _ observer: Observer) -> Step {
  var it = recording
  guard observer.canSend else {
    it.nextAt = observer.now
    return Step(recording: it)
  }
  // An orphan stays one: what becomes of it, once it is found, its owner has chosen.
  if !observer.isOrphan { it.owner = observer.owner }
  it.isEarly = isQuiet(it, observer)
  it.nextAt = 0
  return Step(recording: it, sending: .search)
}

/// True if a stop of it may still arrive at a new task of the same id.
private func isLate(_ recording: Recording, _ observer: Observer) -> Bool {
  !recording.key.isEmpty && isQuiet(recording, observer)
}

private func isQuiet(_ recording: Recording, _ observer: Observer) -> Bool {
  // More is left over from before a boot.
  let left = recording.quietUntil - observer.clock
  return left > 0 && left <= quietTime
}

extension Recording {
  fileprivate mutating func turn(_ state: State, _ observer: Observer) {
    self.state = state
    changedAt = observer.now
    nextAt = 0
  }

  fileprivate mutating func adopt(_ observer: Observer) {
    if observer.isOrphan { owner = observer.owner }
  }

  fileprivate mutating func note(_ problem: Problem) {
    status = problem.status
    self.problem = problem.message
  }

  /// Growing pauses: a second, two, four, to five minutes.
  fileprivate mutating func pause(_ observer: Observer) {
    let length = min(longestPause, max(1_000 << min(attempts, 20), waited))
    waited += length
    nextAt = observer.now + length
  }

  /// True if its time has come. A time beyond the longest pause is one of a clock that was set
  /// back.
  public func isDue(at now: Int64) -> Bool {
    nextAt != 0 && (nextAt <= now || nextAt > now + longestPause)
  }

  func isPausing(at now: Int64) -> Bool { nextAt != 0 && !isDue(at: now) }
}

let longestPause: Int64 = 300_000
