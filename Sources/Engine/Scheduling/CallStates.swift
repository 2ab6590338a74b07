/// All that can happen to a call.
enum CallEvent {
  /// No start of its task is open any more that came before it.
  case released
  /// No start of its task was ever sent, and those before it never will be.
  case settled
  /// A stop of its task could wait no longer.
  case overtaken
  /// It is next, and has a connection.
  case chosen
  /// Its attempt went to the network.
  case begun
  /// Its attempt ended, or failed before the network.
  indirect case attemptEnded(Outcome)
  /// It cannot be sent at all.
  indirect case refused(Outcome)
  /// The time came that was set for it.
  case timePassed
  case cancelled
  /// A close leaves it no time beyond this.
  case closing(until: Int64)
}

/// The states of a call, and what each event does in each of them: docs/architecture.md has the
/// same as a table.
extension Scheduler {
  mutating func handle(_ event: CallEvent, of id: CallID, _ now: Int64) {
    switch (calls[id].state, event) {
    case (.ended, _):
      break
    case (_, .cancelled):
      breakOff(id, now) { .cancelled(wasSent: $0) }
    case (_, .closing(let end)):
      hurry(id, now, until: end)
    case (.behind, .timePassed) where now >= calls[id].end:
      overtake(id, now)
      expire(id, now)
    case (_, .timePassed) where now >= calls[id].end:
      expire(id, now)

    case (.behind, .released):
      enqueue(id, now)
    case (.behind, .settled):
      end(id, .nothingToStop, now)
    case (.behind, .timePassed):
      if overtake(id, now) { end(id, .nothingToStop, now) } else { enqueue(id, now) }

    case (_, .overtaken) where calls[id].mayBeKnown:
      calls[id].isOvertaken = true
    case (_, .overtaken):
      breakOff(id, now) { _ in .overtaken }

    case (.waiting, .chosen):
      send(id)
    case (.waiting, .attemptEnded(let outcome)):
      attemptEnded(id, outcome, now)
    case (.waiting, .timePassed):
      waitOn(id, now)

    case (.waiting, .refused(let outcome)):
      end(id, outcome, now)

    case (.onNetwork, .begun):
      begin(id, now)
    case (.onNetwork, .attemptEnded(let outcome)):
      attemptEnded(id, outcome, now)
    case (.onNetwork, .refused(let outcome)):
      end(id, outcome, now)
    case (.onNetwork, .timePassed) where !calls[id].isRepeatable:
      deadlines.set(id, at: calls[id].end, &calls)
    case (.onNetwork, .timePassed):
      act(.breakOff(id))
      let wasWritten = calls[id].wasWritten
      attemptEnded(id, .timedOut(wasSent: wasWritten, while: Bytes("it connected")), now)

    case (.backingOff, .timePassed):
      let slot = lanes[calls[id].lane].retrySlot(of: calls[id], now)
      calls[id].state = .spaced
      deadlines.set(id, at: min(slot, calls[id].end), &calls)
    case (.spaced, .timePassed):
      enqueue(id, now)

    // Too late: what the event was for is over.
    default:
      break
    }
  }
}
