public import CCrec
import Engine
import Platform
import Transport

private func request<Parameters: OperationParameters>(
  _ params: UnsafePointer<Parameters>?
) throws(Failure) -> Request {
  let given = try unsafe structure("params", params)
  return try refusable { () throws(Refusal) in
    try unsafe Request(
      Parameters.operation, version: text(given.version), values: given.values)
  }
}

private func make<Parameters: OperationParameters>(
  _ params: UnsafePointer<Parameters>?, _ output: HandleOutput?, _ outcome: HandleOutput?
) -> Int32 {
  unsafe produce("request", output, outcome) { () throws(Failure) -> RequestObject in
    RequestObject(try unsafe request(params))
  }
}

private func call<Parameters: OperationParameters>(
  _ client: Handle?, _ params: UnsafePointer<Parameters>?, _ outcome: HandleOutput?
) -> Int32 {
  unsafe conclude(outcome) { () throws(Failure) in
    let client = try unsafe usable(client)
    var faults: [Fault] = []
    let cloud = Parameters.operation.cloud
    _ = try faults.gather { () throws(Failure) in try check(cloud, isOf: client) }
    let made = try faults.gather { () throws(Failure) in try unsafe request(params) }
    guard faults.isEmpty, let request = made else { throw .refused(faults) }
    return try client.perform(request)
  }
}

@_cdecl("crec_request_new_start_wb_record") @implementation
public func crec_request_new_start_wb_record(
  _ params: UnsafePointer<crec_start_wb_record_params>?,
  _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe make(params, request, outcome)
}

@_cdecl("crec_start_wb_record") @implementation
public func crec_start_wb_record(
  _ client: OpaquePointer?, _ params: UnsafePointer<crec_start_wb_record_params>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe call(client, params, outcome)
}

@_cdecl("crec_request_new_stop_wb_record") @implementation
public func crec_request_new_stop_wb_record(
  _ params: UnsafePointer<crec_stop_wb_record_params>?,
  _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe make(params, request, outcome)
}

@_cdecl("crec_stop_wb_record") @implementation
public func crec_stop_wb_record(
  _ client: OpaquePointer?, _ params: UnsafePointer<crec_stop_wb_record_params>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe call(client, params, outcome)
}

@_cdecl("crec_request_new_stop_webcast") @implementation
public func crec_request_new_stop_webcast(
  _ params: UnsafePointer<crec_stop_webcast_params>?,
  _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe make(params, request, outcome)
}

@_cdecl("crec_stop_webcast") @implementation
public func crec_stop_webcast(
  _ client: OpaquePointer?, _ params: UnsafePointer<crec_stop_webcast_params>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe call(client, params, outcome)
}

@_cdecl("crec_request_new_stop_rtc_cloud_recording") @implementation
public func crec_request_new_stop_rtc_cloud_recording(
  _ params: UnsafePointer<crec_stop_rtc_cloud_recording_params>?,
  _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe make(params, request, outcome)
}

@_cdecl("crec_stop_rtc_cloud_recording") @implementation
public func crec_stop_rtc_cloud_recording(
  _ client: OpaquePointer?, _ params: UnsafePointer<crec_stop_rtc_cloud_recording_params>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe call(client, params, outcome)
}

@_cdecl("crec_request_new_stop_live_record") @implementation
public func crec_request_new_stop_live_record(
  _ params: UnsafePointer<crec_stop_live_record_params>?,
  _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe make(params, request, outcome)
}

@_cdecl("crec_stop_live_record") @implementation
public func crec_stop_live_record(
  _ client: OpaquePointer?, _ params: UnsafePointer<crec_stop_live_record_params>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe call(client, params, outcome)
}

/// Held for as long as the process lives.
private let catalog = CText(Operation.catalog)

@_cdecl("crec_operations") @implementation
public func crec_operations() -> UnsafePointer<CChar>? {
  unsafe catalog.pointer
}
