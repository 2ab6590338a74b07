import CCrec
import Engine

/// A signed request as C sees it; all of it is wiped in the end.
final class SignedRequestObject {
  let method: CText
  let url: CText
  let body: CText
  let headers: [(name: CText, value: CText)]

  init(_ request: SignedRequest) {
    method = CText(request.method)
    url = CText(request.url)
    body = CText(request.body)
    headers = request.headers.map { (CText($0.name), CText($0.value)) }
  }
}

private func text(
  _ handle: Handle?, _ select: (SignedRequestObject) -> CText?
) -> UnsafePointer<CChar>? {
  unsafe object(handle, as: SignedRequestObject.self).flatMap(select)?.pointer ?? pointer(noText)
}

@_cdecl("crec_signed_request_method") @implementation
public func crec_signed_request_method(
  _ signedRequest: OpaquePointer?
) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { $0.method }
}

@_cdecl("crec_signed_request_url") @implementation
public func crec_signed_request_url(_ signedRequest: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { $0.url }
}

@_cdecl("crec_signed_request_body") @implementation
public func crec_signed_request_body(_ signedRequest: OpaquePointer?) -> UnsafeRawPointer? {
  unsafe UnsafeRawPointer(text(signedRequest) { $0.body })
}

@_cdecl("crec_signed_request_body_size") @implementation
public func crec_signed_request_body_size(_ signedRequest: OpaquePointer?) -> Int {
  unsafe object(signedRequest, as: SignedRequestObject.self)?.body.size ?? 0
}

@_cdecl("crec_signed_request_header_count") @implementation
public func crec_signed_request_header_count(_ signedRequest: OpaquePointer?) -> Int {
  unsafe object(signedRequest, as: SignedRequestObject.self)?.headers.count ?? 0
}

@_cdecl("crec_signed_request_header_name") @implementation
public func crec_signed_request_header_name(
  _ signedRequest: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { $0.headers.element(index)?.name }
}

@_cdecl("crec_signed_request_header_value") @implementation
public func crec_signed_request_header_value(
  _ signedRequest: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { $0.headers.element(index)?.value }
}

@_cdecl("crec_signed_request_free") @implementation
public func crec_signed_request_free(_ signedRequest: OpaquePointer?) {
  unsafe freeHandle(signedRequest, as: SignedRequestObject.self)
}
