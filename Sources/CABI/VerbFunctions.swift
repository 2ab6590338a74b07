public import CCrec
import Engine
import Transport

@_cdecl("crec_client_perform") @implementation
public func crec_client_perform(
  _ client: OpaquePointer?, _ request: OpaquePointer?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe conclude(outcome) { () throws(Failure) in
    let client = try unsafe usable(client)
    return try client.perform(try unsafe fitting(request, client))
  }
}

@_cdecl("crec_client_sign") @implementation
public func crec_client_sign(
  _ client: OpaquePointer?, _ request: OpaquePointer?, _ options: UnsafePointer<crec_sign_options>?,
  _ signedRequest: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("signed_request", signedRequest, outcome) {
    () throws(Failure) -> SignedRequestObject in
    let client = try unsafe usable(client)
    var faults: [Fault] = []
    let fit = try faults.gather { () throws(Failure) in try unsafe fitting(request, client) }
    let taken = try faults.gather { () throws(Failure) in try unsafe signOptions(options) }
    guard let request = fit, let (moment, nonce) = taken else { throw .refused(faults) }
    return SignedRequestObject(try client.sign(request, at: moment, nonce: nonce).get())
  }
}

private func signOptions(
  _ options: UnsafePointer<crec_sign_options>?
) throws(Failure) -> (Moment?, Bytes?) {
  guard unsafe options != nil else { return (nil, nil) }
  let options = unsafe try structure("options", options)
  let nonce = unsafe text(options.nonce)
  let isNow = unsafe options.timestamp == CREC_TIMESTAMP_NOW
  let moment = isNow ? nil : unsafe Moment(seconds: options.timestamp)
  var faults = nonce.flatMap { Parameter.nonce.fault(in: $0) }.map { [$0] } ?? []
  if moment == nil && !isNow {
    faults.append(
      Fault(
        "timestamp", Bytes("is out of range"),
        rule: Bytes("0 to 253402300799, or CREC_TIMESTAMP_NOW")))
  }
  guard faults.isEmpty else { throw .refused(faults) }
  return (moment, nonce)
}

@_cdecl("crec_client_read") @implementation
public func crec_client_read(
  _ client: OpaquePointer?, _ request: OpaquePointer?, _ reply: UnsafePointer<crec_reply>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe conclude(outcome) { () throws(Failure) in
    let client = try unsafe usable(client)
    var faults: [Fault] = []
    let fit = try faults.gather { () throws(Failure) in try unsafe fitting(request, client) }
    let limit = client.configuration.replyLimit
    let read = try faults.gather { () throws(Failure) in
      try unsafe engineReply(structure("reply", reply), limit: limit)
    }
    guard let request = fit, let reply = read else { throw .refused(faults) }
    return client.read(reply, to: request)
  }
}

private func engineReply(_ given: crec_reply, limit: Int) throws(Failure) -> Reply {
  let status = unsafe given.http_status
  var faults: [Fault] = []
  if !(100...599).contains(status) {
    faults.append(
      Fault("http_status", "is " + decimal(Int64(status)), rule: Bytes("100 to 599")))
  }
  // Nothing beyond the limit is read or copied, so that a huge body_size cannot exhaust memory.
  let size = unsafe given.body_size
  let body = try faults.gather { () throws(Failure) in
    try unsafe bytes("body", given.body, min(size, limit), limit: limit)
  }
  let head = try faults.gather { () throws(Failure) in
    var head = Bytes()
    head.reserveCapacity(512)
    try unsafe eachPair("headers", given.headers, given.header_count) { name, value in
      unsafe Reply.append(name: name, value: value, to: &head)
    }
    return head
  }
  guard faults.isEmpty, let head, let body else { throw .refused(faults) }
  return Reply(httpStatus: status, head: head, body: body, defect: size > limit ? .tooLarge : nil)
}

/// A request that is there and is for the client's cloud.
func fitting(_ request: OpaquePointer?, _ client: Client) throws(Failure) -> Request {
  guard let request = unsafe object(request, as: RequestObject.self)?.request else {
    throw .null("request")
  }
  try check(request.cloud, isOf: client)
  return request
}

func check(_ cloud: Cloud, isOf client: Client) throws(Failure) {
  let own = client.configuration.cloud
  guard cloud.number == own.number else {
    throw .refused(
      Fault(
        "request", Bytes("is for ") + Bytes(cloud.title),
        rule: Bytes("one for the client's cloud, ") + Bytes(own.title)))
  }
}
