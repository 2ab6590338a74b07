public import CCrec
import Engine

/// A request as C sees it.
final class RequestObject {
  let request: Request

  init(_ request: Request) {
    self.request = request
  }
}

@_cdecl("crec_request_free") @implementation
public func crec_request_free(_ request: OpaquePointer?) {
  unsafe freeHandle(request, as: RequestObject.self)
}

@_cdecl("crec_request_new_operation") @implementation
public func crec_request_new_operation(
  _ params: UnsafePointer<crec_operation_params>?,
  _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("request", request, outcome) { () throws(Failure) -> RequestObject in
    let given = unsafe try structure("params", params)
    let operation = try unsafe operation(text(given.action), of: cloud(given.cloud))
    let fields = try unsafe fields(given.fields)
    return RequestObject(
      try refusable { () throws(Refusal) in
        try unsafe Request(operation, version: text(given.version), json: fields)
      })
  }
}

private func operation(_ action: Bytes?, of cloud: Cloud) throws(Failure) -> Operation {
  if let fault = Parameter.action.fault(in: action) { throw .refused(fault) }
  guard let operation = action.flatMap({ Operation.named($0, of: cloud) }) else {
    throw .refused(
      Fault(
        "action", Bytes("is no operation of ") + Bytes(cloud.name) + Bytes(" that is known here"),
        rule: Operation.names(of: cloud)))
  }
  return operation
}

/// JSON, bounded; nil for NULL.
private func fields(_ pointer: UnsafePointer<CChar>?) throws(Failure) -> Bytes? {
  let json = unsafe text(pointer)
  if let size = json?.count, size > jsonLimit {
    throw .refused(
      Fault(
        "fields", "has " + decimal(Int64(size)) + Bytes(" bytes"),
        rule: Bytes("at most ") + decimal(Int64(jsonLimit))))
  }
  return json
}

/// A parsed document takes up to sixty times its size.
private let jsonLimit = 1 << 20

@_cdecl("crec_request_new") @implementation
public func crec_request_new(
  _ params: UnsafePointer<crec_request_params>?, _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("request", request, outcome) { () throws(Failure) -> RequestObject in
    let given = unsafe try structure("params", params)
    let cloud = try unsafe cloud(given.cloud)
    let fields = try unsafe fields(given.fields)
    let query = try unsafe pairs("query", given.query, given.query_count)
    let body = try unsafe bytes("body", given.body, given.body_size, limit: sizeLimit)
    return RequestObject(
      try refusable { () throws(Refusal) in
        try unsafe Request(
          cloud: cloud, action: text(given.action), version: text(given.version),
          method: text(given.method), query: query, body: body,
          contentType: text(given.content_type), json: fields, isRepeatable: given.repeatable != 0)
      })
  }
}

private let sizeLimit = 10 << 20

func pairs(
  _ name: StaticString, _ pointer: UnsafePointer<crec_pair>?, _ count: Int
) throws(Failure) -> [Pair] {
  let given = unsafe try elements(name, pointer, count, limit: Request.pairLimit)
  var pairs: [Pair] = []
  for index in given.indices {
    guard let pairName = unsafe text(given[index].name),
      let value = unsafe text(given[index].value)
    else {
      throw .refused(Fault(name, Bytes("has a NULL in it"), rule: Bytes("names and values")))
    }
    pairs.append(Pair(name: pairName, value: value))
  }
  return pairs
}
