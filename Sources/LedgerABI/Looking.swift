import CCrec
import Ledger
import Platform

/// What nobody asks for: what is due, what other processes left, who waits too long.
extension Worker {
  private static let pause: Int64 = 1_000
  private static let shortPause: Int64 = 100

  func look() {
    let now = Clock.unix
    lookForOrphans(now)
    for recording in journal.due(at: now) where isMine(recording) {
      apply(recording.name, .due)
    }
    askAgain()
    lookAtSettling()
    let isWaiting = !waiting.isEmpty || !settling.isEmpty
    nextLook = Clock.monotonic + (isWaiting ? Self.shortPause : Self.pause)
  }

  /// To be sent for by this process: it is its own, or nobody's, or asked for by one that cannot.
  private func isMine(_ recording: Recording) -> Bool {
    guard !isUnderWay(recording), account(recording.account) != nil else { return false }
    return recording.owner == owner || orphans.contains { $0.number == recording.owner }
  }

  private func isUnderWay(_ recording: Recording) -> Bool {
    underWay.contains {
      $0.recording.name == recording.name && $0.recording.generation == recording.generation
    }
  }

  /// True if the owner is gone by now: a dead process is seen at once.
  func isGone(_ number: Int64) -> Bool {
    if number == owner { return false }
    if !orphans.contains(where: { $0.number == number }) { findOrphans() }
    return orphans.contains { $0.number == number }
  }

  private func findOrphans() {
    guard let owners = try? store.owners() else { return }
    orphans = owners.filter { $0.number != owner && ($0.goneAt != 0 || !$0.owner.isAlive) }
  }

  private func lookForOrphans(_ now: Int64) {
    findOrphans()
    for one in orphans {
      // A clock that was set back does not make the grace longer.
      let goneAt = one.goneAt == 0 || one.goneAt > now ? now : one.goneAt
      if goneAt != one.goneAt { try? store.note(one.number, goneAt: goneAt) }
      let isOver = now - goneAt >= one.grace || !settling.isEmpty
      for recording in (try? store.openRecordings(of: one.number)) ?? [] {
        guard !isUnderWay(recording) else { continue }
        // Of one that cannot be sent for nothing is known yet.
        if recording.state == .stopping && account(recording.account) == nil { continue }
        apply(recording.name, .orphaned(isToBeStopped: isOver && !one.keepsOrphans))
      }
      try? store.removeOwner(one.number)
    }
  }

  /// Starts behind a stop, calls for recordings of other processes, and those who waited long enough.
  private func askAgain() {
    let before = waiting
    waiting = []
    for one in before {
      if let call = one.start, !one.hasBegun {
        if call.end <= Clock.monotonic {
          replies.append((one.caller, late))
        } else {
          start(call, one.caller)
        }
      } else if let outcome = one.reply(journal.recording(one.name), nil),
        !isUnderWay(named: one.name)
      {
        replies.append((one.caller, outcome))
      } else {
        waiting.append(one)
      }
    }
  }

  private func isUnderWay(named name: Bytes) -> Bool {
    underWay.contains { $0.recording.name == name }
  }

  private var late: HeldOutcome {
    HeldOutcome(
      crec_status(CREC_STATUS_TIMEOUT),
      Bytes("not sent: the stop of the recording before it was not confirmed in time"))
  }

  // MARK: - Settling

  private func lookAtSettling() {
    guard !settling.isEmpty, let all = try? store.allRecordings() else { return }
    let isLeft = all.contains { recording in
      switch recording.state {
      case .starting, .stopping: true
      case .running: isToBeStopped(recording)
      default: false
      }
    }
    let isDoubtful = all.contains { $0.state == .doubtful || $0.state == .abandoned }
    var rest: [Settling] = []
    for one in settling {
      if !isLeft {
        one.result.give(isDoubtful ? Int32(CREC_STATUS_CONFLICT) : Int32(CREC_STATUS_OK))
      } else if one.end <= Clock.monotonic {
        one.result.give(Int32(CREC_STATUS_TIMEOUT))
      } else {
        rest.append(one)
      }
    }
    settling = rest
  }

  private func isToBeStopped(_ recording: Recording) -> Bool {
    orphans.contains { $0.number == recording.owner && !$0.keepsOrphans }
  }
}
