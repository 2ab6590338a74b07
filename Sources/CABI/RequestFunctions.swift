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
    let cloud = try unsafe cloud(given.cloud)
    return RequestObject(
      try refusable { () throws(Refusal) in
        try unsafe Request(
          text(given.action), of: cloud, version: text(given.version), json: text(given.fields))
      })
  }
}

@_cdecl("crec_request_new") @implementation
public func crec_request_new(
  _ params: UnsafePointer<crec_request_params>?, _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("request", request, outcome) { () throws(Failure) -> RequestObject in
    let given = unsafe try structure("params", params)
    let cloud = try unsafe cloud(given.cloud)
    var faults: [Fault] = []
    let query = try faults.gather { () throws(Failure) in
      try unsafe pairs("query", given.query, given.query_count)
    }
    let body = try faults.gather { () throws(Failure) in
      try unsafe bytes("body", given.body, given.body_size, limit: sizeLimit)
    }
    let request = try faults.gather { () throws(Failure) in
      try refusable { () throws(Refusal) in
        try unsafe Request(
          cloud: cloud, action: text(given.action), version: text(given.version),
          method: text(given.method), query: query ?? [], body: body ?? [],
          contentType: text(given.content_type), json: text(given.fields),
          isRepeatable: given.repeatable != 0)
      }
    }
    guard faults.isEmpty, let request else { throw .refused(faults) }
    return RequestObject(request)
  }
}

private let sizeLimit = 10 << 20

private func pairs(
  _ name: StaticString, _ pointer: UnsafePointer<crec_pair>?, _ count: Int
) throws(Failure) -> [Pair] {
  var pairs: [Pair] = []
  try unsafe eachPair(name, pointer, count) { name, value in
    pairs.append(unsafe Pair(name: Bytes(name), value: Bytes(value)))
  }
  return pairs
}

func eachPair(
  _ name: StaticString, _ pointer: UnsafePointer<crec_pair>?, _ count: Int,
  _ use: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
) throws(Failure) {
  let given = unsafe try elements(name, pointer, count, limit: Request.pairLimit)
  for index in given.indices {
    let pair = unsafe given[index]
    guard let pairName = unsafe pair.name, let value = unsafe pair.value else {
      throw .refused(Fault(name, Bytes("has a NULL in it"), rule: Bytes("names and values")))
    }
    unsafe use(rawText(pairName), rawText(value))
  }
}
