import CCrec
import Engine
import Platform
import Transport

/// The host's function as the loop calls it; nil where there is none.
func log(_ given: crec_client_options, _ configuration: Configuration) -> Log? {
  guard let function = unsafe given.log else { return nil }
  let context = UInt(bitPattern: unsafe given.log_context)
  return Log { event, callContext in
    unsafe withCEvent(event, callContext, configuration.cloud) {
      unsafe function(UnsafeMutableRawPointer(bitPattern: context), $0)
    }
  }
}

private func withCEvent(
  _ event: Event, _ callContext: UInt, _ cloud: Cloud,
  _ body: (UnsafePointer<crec_log_event>) -> Void
) {
  let outcome = event.outcome
  let texts = [
    event.line, event.action, event.task, event.host, outcome?.code ?? [],
    outcome?.requestID ?? [], outcome?.reason ?? [],
  ].map { CText($0) }
  var given = unsafe crec_log_event()
  unsafe given.struct_size = MemoryLayout<crec_log_event>.size
  unsafe given.level = Int32(event.level.rawValue)
  unsafe given.kind = event.kind.number
  unsafe given.line = texts[0].pointer
  unsafe given.cloud = cloud.number
  unsafe given.action = texts[1].pointer
  unsafe given.call = event.number
  unsafe given.context = UnsafeMutableRawPointer(bitPattern: callContext)
  unsafe given.attempt = event.attempt
  unsafe given.task = texts[2].pointer
  unsafe given.host = texts[3].pointer
  unsafe given.status = (outcome?.status ?? .ok).rawValue
  unsafe given.may_have_been_applied = outcome?.mayHaveBeenApplied == true ? 1 : 0
  unsafe given.http_status = outcome?.httpStatus ?? 0
  unsafe given.code = texts[4].pointer
  unsafe given.request_id = texts[5].pointer
  unsafe given.reason = texts[6].pointer
  unsafe given.elapsed_ms = event.elapsedMilliseconds
  unsafe given.pause_ms = event.pauseMilliseconds
  unsafe body(&given)
  withExtendedLifetime(texts) {}
}

extension Event.Kind {
  fileprivate var number: Int32 {
    let constant =
      switch self {
      case .accepted: CREC_LOG_ACCEPTED
      case .sent: CREC_LOG_SENT
      case .repeating: CREC_LOG_REPEATING
      case .ended: CREC_LOG_ENDED
      case .key: CREC_LOG_KEY
      }
    return Int32(truncatingIfNeeded: constant)
  }
}
