import CCrec
import Engine
import Platform

/// A signed request as C sees it; all of it is wiped in the end.
@safe final class SignedRequestObject {
  let method: StaticString
  let headerCount: Int
  let bodySize: Int
  /// The URL, then each header's name and value, then the body, a NUL behind each.
  private let texts: CText

  init(_ request: SignedRequest) {
    method = request.method
    headerCount = request.headers.count
    bodySize = request.body.count
    var texts = Bytes()
    texts.reserveCapacity(1_024 + request.url.count + bodySize)
    texts += request.url
    texts.append(0)
    for header in request.headers {
      texts.append(header.name)
      texts.append(0)
      texts += header.value
      texts.append(0)
    }
    texts += request.body
    self.texts = CText(texts)
  }

  var url: UnsafePointer<CChar>? { unsafe texts.part(0) }
  var body: UnsafePointer<CChar>? { unsafe texts.part(1 + 2 * headerCount) }

  /// Nil past the end.
  func headerName(_ index: Int) -> UnsafePointer<CChar>? {
    unsafe (0..<headerCount).contains(index) ? texts.part(1 + 2 * index) : nil
  }

  func headerValue(_ index: Int) -> UnsafePointer<CChar>? {
    unsafe (0..<headerCount).contains(index) ? texts.part(2 + 2 * index) : nil
  }
}

private func text(
  _ handle: Handle?, _ select: (SignedRequestObject) -> UnsafePointer<CChar>?
) -> UnsafePointer<CChar>? {
  unsafe object(handle, as: SignedRequestObject.self).flatMap(select) ?? pointer(noText)
}

@_cdecl("crec_signed_request_method") @implementation
public func crec_signed_request_method(
  _ signedRequest: OpaquePointer?
) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { unsafe pointer($0.method) }
}

@_cdecl("crec_signed_request_url") @implementation
public func crec_signed_request_url(_ signedRequest: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { unsafe $0.url }
}

@_cdecl("crec_signed_request_body") @implementation
public func crec_signed_request_body(_ signedRequest: OpaquePointer?) -> UnsafeRawPointer? {
  unsafe UnsafeRawPointer(text(signedRequest) { unsafe $0.body })
}

@_cdecl("crec_signed_request_body_size") @implementation
public func crec_signed_request_body_size(_ signedRequest: OpaquePointer?) -> Int {
  unsafe object(signedRequest, as: SignedRequestObject.self)?.bodySize ?? 0
}

@_cdecl("crec_signed_request_header_count") @implementation
public func crec_signed_request_header_count(_ signedRequest: OpaquePointer?) -> Int {
  unsafe object(signedRequest, as: SignedRequestObject.self)?.headerCount ?? 0
}

@_cdecl("crec_signed_request_header_name") @implementation
public func crec_signed_request_header_name(
  _ signedRequest: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { unsafe $0.headerName(index) }
}

@_cdecl("crec_signed_request_header_value") @implementation
public func crec_signed_request_header_value(
  _ signedRequest: OpaquePointer?, _ index: Int
) -> UnsafePointer<CChar>? {
  unsafe text(signedRequest) { unsafe $0.headerValue(index) }
}

@_cdecl("crec_signed_request_free") @implementation
public func crec_signed_request_free(_ signedRequest: OpaquePointer?) {
  unsafe freeHandle(signedRequest, as: SignedRequestObject.self)
}
