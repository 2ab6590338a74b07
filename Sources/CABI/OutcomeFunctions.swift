public import CCrec
import Engine

/// An outcome as C sees it.
final class OutcomeObject {
  /// Without its body, which is held below.
  private(set) var outcome: Outcome
  let message: CText
  let code: CText
  let requestID: CText
  let taskID: CText
  let host: CText
  let body: CText
  let faults: [(field: CText, problem: CText, rule: CText)]

  init(_ outcome: Outcome) {
    self.outcome = outcome
    message = CText(outcome.message)
    code = CText(outcome.code)
    requestID = CText(outcome.requestID)
    taskID = CText(outcome.taskID)
    host = CText(outcome.host)
    body = CText(outcome.body)
    self.outcome.body = []
    faults = outcome.faults.map { (CText($0.field), CText($0.problem), CText($0.rule)) }
  }
}

private func content(of handle: Handle?) -> Outcome? {
  unsafe object(handle, as: OutcomeObject.self)?.outcome
}

private func text(
  _ handle: Handle?, _ select: (OutcomeObject) -> CText?
) -> UnsafePointer<CChar>? {
  unsafe object(handle, as: OutcomeObject.self).flatMap(select)?.pointer ?? pointer(noText)
}

@_cdecl("crec_outcome_free") @implementation
public func crec_outcome_free(_ outcome: OpaquePointer?) {
  unsafe freeHandle(outcome, as: OutcomeObject.self)
}

@_cdecl("crec_outcome_status") @implementation
public func crec_outcome_status(_ outcome: OpaquePointer?) -> crec_status {
  unsafe (content(of: outcome)?.status ?? .invalidArgument).rawValue
}

@_cdecl("crec_outcome_retryable") @implementation
public func crec_outcome_retryable(_ outcome: OpaquePointer?) -> Int32 {
  unsafe content(of: outcome)?.isRetryable == true ? 1 : 0
}

@_cdecl("crec_outcome_may_have_been_applied") @implementation
public func crec_outcome_may_have_been_applied(_ outcome: OpaquePointer?) -> Int32 {
  unsafe content(of: outcome)?.mayHaveBeenApplied == true ? 1 : 0
}

@_cdecl("crec_outcome_message") @implementation
public func crec_outcome_message(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.message }
}

@_cdecl("crec_outcome_code") @implementation
public func crec_outcome_code(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.code }
}

@_cdecl("crec_outcome_request_id") @implementation
public func crec_outcome_request_id(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.requestID }
}

@_cdecl("crec_outcome_task_id") @implementation
public func crec_outcome_task_id(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.taskID }
}

@_cdecl("crec_outcome_task_state") @implementation
public func crec_outcome_task_state(_ outcome: OpaquePointer?) -> crec_task_state {
  unsafe (content(of: outcome)?.taskState ?? .unknown).rawValue
}

@_cdecl("crec_outcome_host") @implementation
public func crec_outcome_host(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.host }
}

@_cdecl("crec_outcome_http_status") @implementation
public func crec_outcome_http_status(_ outcome: OpaquePointer?) -> Int32 {
  unsafe content(of: outcome)?.httpStatus ?? 0
}

@_cdecl("crec_outcome_attempts") @implementation
public func crec_outcome_attempts(_ outcome: OpaquePointer?) -> Int32 {
  unsafe content(of: outcome)?.attempts ?? 0
}

@_cdecl("crec_outcome_elapsed_ms") @implementation
public func crec_outcome_elapsed_ms(_ outcome: OpaquePointer?) -> Int64 {
  unsafe content(of: outcome)?.elapsedMilliseconds ?? 0
}

@_cdecl("crec_outcome_start_was_open") @implementation
public func crec_outcome_start_was_open(_ outcome: OpaquePointer?) -> Int32 {
  unsafe content(of: outcome)?.startWasOpen == true ? 1 : 0
}

@_cdecl("crec_outcome_clock_offset_s") @implementation
public func crec_outcome_clock_offset_s(_ outcome: OpaquePointer?) -> Int64 {
  unsafe content(of: outcome)?.clockOffset ?? 0
}

@_cdecl("crec_outcome_body") @implementation
public func crec_outcome_body(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.body }
}

@_cdecl("crec_outcome_body_size") @implementation
public func crec_outcome_body_size(_ outcome: OpaquePointer?) -> Int {
  unsafe object(outcome, as: OutcomeObject.self)?.body.size ?? 0
}

@_cdecl("crec_outcome_fault_count") @implementation
public func crec_outcome_fault_count(_ outcome: OpaquePointer?) -> Int {
  unsafe object(outcome, as: OutcomeObject.self)?.faults.count ?? 0
}

@_cdecl("crec_outcome_fault_field") @implementation
public func crec_outcome_fault_field(
  _ outcome: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.faults.element(index)?.field }
}

@_cdecl("crec_outcome_fault_problem") @implementation
public func crec_outcome_fault_problem(
  _ outcome: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.faults.element(index)?.problem }
}

@_cdecl("crec_outcome_fault_rule") @implementation
public func crec_outcome_fault_rule(
  _ outcome: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { $0.faults.element(index)?.rule }
}
