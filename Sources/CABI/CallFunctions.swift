public import CCrec
import Engine
import Transport

@_cdecl("crec_client_submit") @implementation
public func crec_client_submit(
  _ client: OpaquePointer?, _ request: OpaquePointer?,
  _ options: UnsafePointer<crec_submit_options>?, _ call: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe submit(client, options, call, outcome) { (client, faults) throws(Failure) in
    try faults.gather { () throws(Failure) in try unsafe fitting(request, client) }
      .map { .call($0) }
  }
}

/// Submits what `make` finds good, or tells all faults.
func submit(
  _ client: OpaquePointer?, _ options: UnsafePointer<crec_submit_options>?,
  _ call: UnsafeMutablePointer<OpaquePointer?>?, _ outcome: HandleOutput?,
  _ make: (Client, inout [Fault]) throws(Failure) -> Client.Submission?
) -> crec_status {
  unsafe call?.pointee = nil
  unsafe outcome?.pointee = nil
  do throws(Failure) {
    let client = try unsafe usable(client)
    var faults: [Fault] = []
    let made = try make(client, &faults)
    let given = unsafe try options == nil ? crec_submit_options() : structure("options", options)
    let timeout = try faults.gather { () throws(Failure) in
      try unsafe submitTimeout(given.timeout_ms)
    }
    guard let submission = made, let timeout else { throw .refused(faults) }
    let context = unsafe given.context
    let completion = unsafe given.completion.map { completion in
      { (outcome: Outcome) in unsafe completion(context, makeHandle(OutcomeObject(outcome))) }
    }
    try client.submit(
      submission, timeoutMilliseconds: timeout == 0 ? nil : timeout,
      context: UInt(bitPattern: context), completion: completion
    ) { made in unsafe call?.pointee = makeHandle(made) }
    return Status.ok.rawValue
  } catch {
    return unsafe deliver(error.outcome, to: outcome)
  }
}

private func submitTimeout(_ milliseconds: Int64) throws(Failure) -> Int64 {
  guard (0...86_400_000).contains(milliseconds) else {
    throw .refused(
      Fault(
        "timeout_ms", "is " + decimal(milliseconds),
        rule: Bytes("0 for the client's, or 1 to 86400000")))
  }
  return milliseconds
}

@_cdecl("crec_call_cancel") @implementation
public func crec_call_cancel(_ call: OpaquePointer?) -> crec_status {
  status { () throws(Failure) in
    guard let call = unsafe object(call, as: Call.self) else { throw .null("call") }
    guard !call.isForked else { throw .forked("call") }
    call.cancel()
    return .ok
  }
}

@_cdecl("crec_call_free") @implementation
public func crec_call_free(_ call: OpaquePointer?) {
  guard let object = unsafe object(call, as: Call.self), !object.isForked else { return }
  unsafe freeHandle(call, as: Call.self)
}

@_cdecl("crec_client_descriptor") @implementation
public func crec_client_descriptor(_ client: OpaquePointer?) -> Int32 {
  guard let client = unsafe object(client, as: Client.self), !client.isForked else { return -1 }
  return client.descriptor
}

@_cdecl("crec_client_take") @implementation
public func crec_client_take(
  _ client: OpaquePointer?, _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  unsafe context?.pointee = nil
  unsafe outcome?.pointee = nil
  guard let client = unsafe object(client, as: Client.self), !client.isForked,
    let taken = client.take()
  else { return 0 }
  unsafe context?.pointee = UnsafeMutableRawPointer(bitPattern: taken.context)
  unsafe outcome?.pointee = makeHandle(OutcomeObject(taken.outcome))
  return 1
}
