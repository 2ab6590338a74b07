import CCrec
import Ledger

/// An outcome of the core's, held until the last reference goes.
@safe final class HeldOutcome: @unchecked Sendable {
  let handle: OpaquePointer?

  /// Takes over the handle.
  init(_ handle: OpaquePointer?) {
    unsafe self.handle = handle
  }

  convenience init(_ status: crec_status, _ message: Bytes) {
    let made = unsafe message.withCString { message in
      // A row's status may be one that this library does not know.
      unsafe crec_outcome_new(status, message)
        ?? crec_outcome_new(crec_status(CREC_STATUS_INTERNAL), message)
    }
    unsafe self.init(made)
  }

  deinit {
    unsafe crec_outcome_free(handle)
  }

  /// A handle for a caller, who frees it.
  func copy() -> OpaquePointer? { unsafe crec_outcome_copy(handle) }

  var status: crec_status { unsafe crec_outcome_status(handle) }
  var clockOffset: Int64 { unsafe crec_outcome_clock_offset_s(handle) }
  var taskID: Bytes { unsafe Bytes(copying: crec_outcome_task_id(handle)) }
  var body: Bytes { unsafe Bytes(copying: crec_outcome_body(handle)) }

  var summary: CallOutcome {
    unsafe CallOutcome(
      status: status, mayHaveBeenApplied: crec_outcome_may_have_been_applied(handle) != 0,
      isUnsent: crec_outcome_attempts(handle) == 0,
      message: Bytes(copying: crec_outcome_message(handle)))
  }
}

/// A request of the core's, held until the last reference goes.
@safe final class HeldRequest: @unchecked Sendable {
  let handle: OpaquePointer

  private init(_ handle: OpaquePointer) {
    unsafe self.handle = unsafe handle
  }

  deinit {
    unsafe crec_request_free(handle)
  }

  /// Checked by the core: the outcome is its refusal.
  static func make(
    cloud: crec_cloud, action: Bytes, fields: Bytes
  ) -> Result<HeldRequest, Refused> {
    var request: OpaquePointer?
    var outcome: OpaquePointer?
    unsafe action.withCString { action in
      unsafe fields.withCString { fields in
        var params = unsafe crec_operation_params()
        unsafe params.struct_size = MemoryLayout<crec_operation_params>.size
        unsafe params.cloud = cloud
        unsafe params.action = action
        unsafe params.fields = fields
        unsafe _ = crec_request_new_operation(&params, &request, &outcome)
      }
    }
    guard let made = unsafe request else {
      return .failure(Refused(outcome: unsafe HeldOutcome(outcome)))
    }
    unsafe crec_outcome_free(outcome)
    return .success(unsafe HeldRequest(made))
  }
}

struct Refused: Error {
  let outcome: HeldOutcome

  init(outcome: HeldOutcome) {
    self.outcome = outcome
  }

  init(_ status: crec_status, _ message: Bytes) {
    outcome = HeldOutcome(status, message)
  }
}
