public import CCrec
import Engine
import Platform
import Transport

/// The owner of a client's key as C sees it.
@safe final class IdentityObject {
  let expiresAt: Int64
  /// The account, the principal, the source and the origin, a NUL behind each.
  private let texts: CText

  init(_ known: Client.Owner) {
    expiresAt = known.expiresAt
    var all = Bytes()
    for text in [
      known.identity.account, known.identity.principal, known.key.source, known.key.origin,
    ] {
      all += text
      all.append(0)
    }
    texts = CText(all)
  }

  func text(_ index: Int) -> UnsafePointer<CChar>? { unsafe texts.part(index) }
}

@_cdecl("crec_client_whoami") @implementation
public func crec_client_whoami(
  _ client: OpaquePointer?, _ identity: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe identity?.pointee = nil
  return unsafe conclude(outcome) { () throws(Failure) -> Outcome in
    let client = try unsafe usable(client)
    guard let identity = unsafe identity else { throw .null("identity") }
    let result = try client.whoami()
    guard result.status == .ok else { return result }
    unsafe identity.pointee = makeHandle(IdentityObject(try client.owner(in: result.body)))
    return result
  }
}

@_cdecl("crec_client_submit_whoami") @implementation
public func crec_client_submit_whoami(
  _ client: OpaquePointer?, _ options: UnsafePointer<crec_submit_options>?,
  _ call: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe submit(client, options, call, outcome) { _, _ in .whoami }
}

@_cdecl("crec_client_identity") @implementation
public func crec_client_identity(
  _ client: OpaquePointer?, _ body: UnsafePointer<CChar>?, _ bodySize: Int,
  _ identity: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("identity", identity, outcome) { () throws(Failure) -> IdentityObject in
    let client = try unsafe usable(client)
    let limit = client.configuration.replyLimit
    let body = try unsafe bytes("body", body, bodySize, limit: limit)
    return IdentityObject(try client.owner(in: body))
  }
}

@_cdecl("crec_identity_account") @implementation
public func crec_identity_account(_ identity: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe part(0, of: identity)
}

@_cdecl("crec_identity_principal") @implementation
public func crec_identity_principal(_ identity: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe part(1, of: identity)
}

@_cdecl("crec_identity_source") @implementation
public func crec_identity_source(_ identity: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe part(2, of: identity)
}

@_cdecl("crec_identity_origin") @implementation
public func crec_identity_origin(_ identity: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe part(3, of: identity)
}

private func part(_ index: Int, of identity: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe object(identity, as: IdentityObject.self)?.text(index) ?? pointer(noText)
}

@_cdecl("crec_identity_expires_at") @implementation
public func crec_identity_expires_at(_ identity: OpaquePointer?) -> Int64 {
  unsafe object(identity, as: IdentityObject.self)?.expiresAt ?? 0
}

@_cdecl("crec_identity_free") @implementation
public func crec_identity_free(_ identity: OpaquePointer?) {
  unsafe freeHandle(identity, as: IdentityObject.self)
}
