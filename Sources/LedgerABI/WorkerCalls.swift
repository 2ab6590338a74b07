import CCrec
import CPlatform
import Ledger
import Platform

/// The side of a ledger that callers see, from any thread.
extension Worker {
  /// False after the close.
  func post(_ work: Work) -> Bool {
    let isTaken = state.with { state in
      guard !state.isOver else { return false }
      state.inbox.append(work)
      state.left += 1
      return true
    }
    state.signal()
    return isTaken
  }

  /// In a forked child the thread is not there, and the file is the parent's.
  var isOfThisProcess: Bool { getpid() == pid }

  /// True in a completion.
  var isInside: Bool {
    state.with { state in state.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  func list() throws(Refused) -> RecordingList {
    let handover = Handover<Result<RecordingList, StoreFailure>>()
    guard post(.list(handover)), let result = handover.wait() else {
      throw Refused(Status.closed, Bytes("the ledger was closed"))
    }
    switch result {
    case .success(let list): return list
    case .failure(let failure): throw Refused(failure.status, failure.message)
    }
  }

  func close(_ timeout: Int64, stopsAll: Bool) -> crec_status {
    if isInside { return Status.busy }
    let end = Clock.monotonic + min(max(0, timeout), 86_400_000)
    state.with { $0.closeEnd = min($0.closeEnd, end) }
    if stopsAll && !post(.stopOwn) { return Status.ok }
    let isDone = state.wait(until: end) { $0.left == 0 || $0.isOver }
    guard post(.end) else { return Status.ok }
    let thread = state.with { state in
      defer { state.thread = nil }
      return state.thread
    }
    if let thread { pthread_join(thread, nil) }
    return isDone ? Status.ok : Status.timeout
  }

  func settle(_ timeout: Int64) -> crec_status {
    if isInside { return Status.busy }
    let settling = Settling(end: Clock.monotonic + min(max(0, timeout), 30 * 86_400_000))
    guard post(.settle(settling)) else { return Status.closed }
    return settling.result.wait() ?? Status.cancelled
  }

  /// For good. In a completion, or in the log function, the thread ends after it.
  func leave() {
    if isInside {
      _ = post(.end)
      state.with { state in
        if let thread = state.thread { pthread_detach(thread) }
        state.thread = nil
      }
    } else {
      _ = close(0, stopsAll: false)
    }
    state.with { $0.kept.close() }
  }
}
