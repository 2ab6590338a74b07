public import CCrec
import Engine
import Platform

/// An outcome as C sees it.
final class OutcomeObject {
  /// Without its body, which is held below.
  let outcome: Outcome
  let bodySize: Int
  let faults: [(field: CText, problem: CText, rule: CText)]
  /// Message, code, request id, task id, host and body: the body alone may have NULs in it.
  private let texts: CText

  init(_ outcome: Outcome) {
    var rest = outcome
    var texts = Bytes()
    texts.reserveCapacity(
      outcome.message.count + outcome.code.count + outcome.requestID.count
        + outcome.taskID.count + outcome.host.count + outcome.body.count + 6)
    texts.append(terminated: outcome.message)
    texts.append(terminated: outcome.code)
    texts.append(terminated: outcome.requestID)
    texts.append(terminated: outcome.taskID)
    texts.append(terminated: outcome.host)
    texts += outcome.body
    self.texts = CText(texts)
    bodySize = outcome.body.count
    faults = outcome.faults.map { (CText($0.field), CText($0.problem), CText($0.rule)) }
    rest.body = []
    self.outcome = rest
  }

  var message: UnsafePointer<CChar>? { unsafe texts.part(0) }
  var code: UnsafePointer<CChar>? { unsafe texts.part(1) }
  var requestID: UnsafePointer<CChar>? { unsafe texts.part(2) }
  var taskID: UnsafePointer<CChar>? { unsafe texts.part(3) }
  var host: UnsafePointer<CChar>? { unsafe texts.part(4) }
  var body: UnsafePointer<CChar>? { unsafe texts.part(5) }
}

extension Bytes {
  fileprivate mutating func append(terminated text: Bytes) {
    self += text
    append(0)
  }
}

private func object(_ handle: Handle?) -> OutcomeObject? {
  unsafe object(handle, as: OutcomeObject.self)
}

private func text(
  _ handle: Handle?, _ select: (OutcomeObject) -> UnsafePointer<CChar>?
) -> UnsafePointer<CChar>? {
  unsafe object(handle).flatMap(select) ?? pointer(noText)
}

@_cdecl("crec_outcome_new") @implementation
public func crec_outcome_new(
  _ status: crec_status, _ message: UnsafePointer<CChar>?
) -> OpaquePointer? {
  guard let status = Status(rawValue: status) else { return nil }
  return unsafe makeHandle(OutcomeObject(Outcome(status, message: text(message) ?? [])))
}

@_cdecl("crec_outcome_copy") @implementation
public func crec_outcome_copy(_ outcome: OpaquePointer?) -> OpaquePointer? {
  unsafe object(outcome).map { unsafe makeHandle($0) }
}

@_cdecl("crec_outcome_free") @implementation
public func crec_outcome_free(_ outcome: OpaquePointer?) {
  unsafe freeHandle(outcome, as: OutcomeObject.self)
}

@_cdecl("crec_outcome_status") @implementation
public func crec_outcome_status(_ outcome: OpaquePointer?) -> crec_status {
  unsafe (object(outcome)?.outcome.status ?? .invalidArgument).rawValue
}

@_cdecl("crec_outcome_retryable") @implementation
public func crec_outcome_retryable(_ outcome: OpaquePointer?) -> Int32 {
  unsafe object(outcome)?.outcome.isRetryable == true ? 1 : 0
}

@_cdecl("crec_outcome_may_have_been_applied") @implementation
public func crec_outcome_may_have_been_applied(_ outcome: OpaquePointer?) -> Int32 {
  unsafe object(outcome)?.outcome.mayHaveBeenApplied == true ? 1 : 0
}

@_cdecl("crec_outcome_message") @implementation
public func crec_outcome_message(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.message }
}

@_cdecl("crec_outcome_code") @implementation
public func crec_outcome_code(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.code }
}

@_cdecl("crec_outcome_request_id") @implementation
public func crec_outcome_request_id(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.requestID }
}

@_cdecl("crec_outcome_task_id") @implementation
public func crec_outcome_task_id(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.taskID }
}

@_cdecl("crec_outcome_task_state") @implementation
public func crec_outcome_task_state(_ outcome: OpaquePointer?) -> crec_task_state {
  unsafe (object(outcome)?.outcome.taskState ?? .unknown).rawValue
}

@_cdecl("crec_outcome_host") @implementation
public func crec_outcome_host(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.host }
}

@_cdecl("crec_outcome_http_status") @implementation
public func crec_outcome_http_status(_ outcome: OpaquePointer?) -> Int32 {
  unsafe object(outcome)?.outcome.httpStatus ?? 0
}

@_cdecl("crec_outcome_attempts") @implementation
public func crec_outcome_attempts(_ outcome: OpaquePointer?) -> Int32 {
  unsafe object(outcome)?.outcome.attempts ?? 0
}

@_cdecl("crec_outcome_elapsed_ms") @implementation
public func crec_outcome_elapsed_ms(_ outcome: OpaquePointer?) -> Int64 {
  unsafe object(outcome)?.outcome.elapsedMilliseconds ?? 0
}

@_cdecl("crec_outcome_start_was_open") @implementation
public func crec_outcome_start_was_open(_ outcome: OpaquePointer?) -> Int32 {
  unsafe object(outcome)?.outcome.startWasOpen == true ? 1 : 0
}

@_cdecl("crec_outcome_clock_offset_s") @implementation
public func crec_outcome_clock_offset_s(_ outcome: OpaquePointer?) -> Int64 {
  unsafe object(outcome)?.outcome.clockOffset ?? 0
}

@_cdecl("crec_outcome_body") @implementation
public func crec_outcome_body(_ outcome: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.body }
}

@_cdecl("crec_outcome_body_size") @implementation
public func crec_outcome_body_size(_ outcome: OpaquePointer?) -> Int {
  unsafe object(outcome)?.bodySize ?? 0
}

@_cdecl("crec_outcome_fault_count") @implementation
public func crec_outcome_fault_count(_ outcome: OpaquePointer?) -> Int {
  unsafe object(outcome)?.faults.count ?? 0
}

@_cdecl("crec_outcome_fault_field") @implementation
public func crec_outcome_fault_field(
  _ outcome: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.faults.element(index)?.field.pointer }
}

@_cdecl("crec_outcome_fault_problem") @implementation
public func crec_outcome_fault_problem(
  _ outcome: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.faults.element(index)?.problem.pointer }
}

@_cdecl("crec_outcome_fault_rule") @implementation
public func crec_outcome_fault_rule(
  _ outcome: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(outcome) { unsafe $0.faults.element(index)?.rule.pointer }
}
