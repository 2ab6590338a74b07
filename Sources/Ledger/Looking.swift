/// Regular work: recordings that are due, orphans of other processes, calls that wait too long.
extension Keeper {
  /// In a round.
  public func look() {
    wantsLook = false
    journal.refresh()
    lookForOrphans()
    for recording in journal.due(at: now) where isMine(recording) {
      apply(recording.name, .due)
    }
    askAgain()
  }

  /// True if nothing is left to be stopped, but for what is lost. Also in a round.
  public func isSettled(_ all: [Recording]) -> Bool {
    !all.contains { recording in
      switch recording.state {
      case .starting, .stopping: true
      case .running: orphans.contains { $0.number == recording.owner && !isKept($0) }
      default: false
      }
    }
  }

  /// To be sent for by this process: it is its own, or nobody's.
  private func isMine(_ recording: Recording) -> Bool {
    guard !isUnderWay(recording), hasAccount(recording.account) else { return false }
    // One that lives and has a key looks every second.
    let isForgotten = recording.isDue(at: now) && recording.nextAt < now - 10_000
    return recording.owner == owner || isForgotten || isGone(recording.owner)
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

  /// Looks who is gone by now.
  public func findOrphans() {
    guard let owners = try? store.owners() else { return }
    orphans = owners.filter { $0.number != owner && ($0.goneAt != 0 || !isAlive($0.owner)) }
  }

  /// True while its recordings go on though it is gone.
  private func isKept(_ orphan: KnownOwner) -> Bool { orphan.keepsOrphans || hasHost(orphan) }

  /// True if the process that stands for it and others lives.
  func hasHost(_ orphan: KnownOwner) -> Bool {
    orphan.host != orphan.owner && isAlive(orphan.host)
  }

  private func lookForOrphans() {
    findOrphans()
    for one in orphans where journal.isOpen {
      // A clock that was set back does not make the grace longer.
      let goneAt = one.goneAt == 0 || one.goneAt > now ? now : one.goneAt
      if goneAt != one.goneAt { try? store.note(one.number, goneAt: goneAt) }
      let isOver = now - goneAt >= one.grace || isSettling
      let isSibling = hasHost(one) && one.host == host
      let fate: Fate = isSibling ? .takenOver : isKept(one) || !isOver ? .kept : .stopped
      var names: [Bytes] = []
      for recording in (try? store.openRecordings(of: one.number)) ?? [] {
        // What cannot be sent for is left as it is, for one who can.
        guard !recording.isPausing(at: now), !isUnderWay(recording), hasAccount(recording.account)
        else { continue }
        if recording.state == .running && fate == .stopped { names.append(recording.name) }
        apply(recording.name, .orphaned(fate))
      }
      if !names.isEmpty { taken.append(names) }
      try? store.removeOwner(one.number)
    }
  }

  /// Starts behind a stop, calls for recordings of other processes, and those who waited long
  /// enough.
  private func askAgain() {
    let before = waiting
    waiting = []
    for one in before {
      if let call = one.start, !one.hasBegun {
        if call.end <= clock {
          let words = Bytes("not sent: the stop of the recording before was not confirmed in time")
          replies.append((one.caller, .made(status: Status.timeout, message: words)))
        } else {
          start(call, one.caller)
        }
      } else if let call = one.start, call.end <= clock, let known = journal.recording(one.name),
        known.state == .starting, !isUnderWay(known) || known.isInDoubt
      {
        // The search for it goes on; or another process's start does.
        replies.append((one.caller, one.late(known)))
      } else if !underWay.contains(where: { $0.recording.name == one.name }),
        let reply = one.reply(journal.recording(one.name), nil)
      {
        replies.append((one.caller, reply))
      } else {
        waiting.append(one)
      }
    }
  }
}
