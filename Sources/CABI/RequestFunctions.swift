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

@_cdecl("crec_request_new") @implementation
public func crec_request_new(
  _ params: UnsafePointer<crec_request_params>?, _ request: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("request", request, outcome) { () throws(Failure) -> RequestObject in
    let given = unsafe try structure("params", params)
    let cloud = try unsafe cloud(given.cloud)
    let query = try unsafe pairs("query", given.query, given.query_count)
    let body = try unsafe bytes("body", given.body, given.body_size, limit: 10 << 20)
    return RequestObject(
      try refusable { () throws(Refusal) in
        try unsafe Request(
          cloud: cloud, action: text(given.action), version: text(given.version),
          method: text(given.method), query: query, body: body,
          contentType: text(given.content_type))
      })
  }
}

func pairs(
  _ name: StaticString, _ pointer: UnsafePointer<crec_pair>?, _ count: Int
) throws(Failure) -> [Pair] {
  let given = unsafe try elements(name, pointer, count, limit: 10_000)
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
