import CCrec
import Ledger

/// Whoever called, and is told the outcome once.
@safe struct Caller: @unchecked Sendable {
  let completion: crec_completion?
  let context: UnsafeMutableRawPointer?
}

/// A start that was asked for.
final class StartCall: Sendable {
  let name: Bytes
  let account: Bytes
  let start: Start
  let fields: Bytes
  let request: HeldRequest
  /// On the monotonic clock.
  let end: Int64

  init(
    name: Bytes, account: Bytes, start: Start, fields: Bytes, request: HeldRequest, end: Int64
  ) {
    self.name = name
    self.account = account
    self.start = start
    self.fields = fields
    self.request = request
    self.end = end
  }
}

/// A call that waits for its recording to change.
struct Waiting {
  let name: Bytes
  let caller: Caller
  /// Nil for a stop.
  let start: StartCall?
  /// Its start was sent, or it waits for one that was; a stop waits for an attempt.
  var hasBegun: Bool
  /// Attempts of the stop before.
  var attempts: Int64

  /// The outcome that a recording's state comes to for this call; nil while there is none. `own` is
  /// that of the call to a cloud that has just ended.
  func reply(_ recording: Recording?, _ own: HeldOutcome?) -> HeldOutcome? {
    start == nil ? replyToStop(recording, own) : replyToStart(recording, own)
  }

  private func replyToStart(_ recording: Recording?, _ own: HeldOutcome?) -> HeldOutcome? {
    guard let recording else { return HeldOutcome(cancelled, Bytes("the recording was forgotten")) }
    switch recording.state {
    case .running:
      return own?.status == ok ? own : HeldOutcome(ok, Bytes())
    case .failed, .doubtful, .abandoned:
      return own ?? HeldOutcome(recording.status, recording.problem)
    case .stopping where hasBegun, .stopped where hasBegun:
      return own ?? HeldOutcome(cancelled, Bytes("a stop came before it had begun"))
    case .starting, .stopping, .stopped:
      return nil
    }
  }

  private func replyToStop(_ recording: Recording?, _ own: HeldOutcome?) -> HeldOutcome? {
    guard let recording else { return HeldOutcome(ok, Bytes("the recording was forgotten")) }
    switch recording.state {
    case .stopped:
      return own ?? HeldOutcome(ok, Bytes())
    case .failed:
      return HeldOutcome(crec_status(CREC_STATUS_ALREADY_STOPPED), Bytes("it never began"))
    case .running:
      return HeldOutcome(cancelled, Bytes("a start of the same name withdrew the stop"))
    case .doubtful:
      return doubtfulOutcome(recording)
    case .abandoned:
      return own ?? HeldOutcome(recording.status, recording.problem)
    case .stopping where recording.attempts > attempts:
      return own ?? HeldOutcome(recording.status, recording.problem)
    case .starting, .stopping:
      return nil
    }
  }
}

let ok = crec_status(CREC_STATUS_OK)
private let cancelled = crec_status(CREC_STATUS_CANCELLED)

func doubtfulOutcome(_ recording: Recording) -> HeldOutcome {
  HeldOutcome(
    crec_status(CREC_STATUS_CONFLICT),
    Bytes("it may record, and cannot be stopped by id; to forget it acknowledges that: ")
      + recording.problem)
}
