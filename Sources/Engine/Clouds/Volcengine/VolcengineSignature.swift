/// HMAC-SHA256 in headers: www.volcengine.com/docs/6369/67268, /67269, /67270.
extension Signature {
  static let volcengine = Signature(
    algorithm: "HMAC-SHA256",
    keyPrefix: "",
    separator: ", ",
    queryForm: .sorted,
    usesNonce: false,
    timestamp: { $0.compact },
    scope: { [$0.compactDate, $1.region, $1.service, Bytes("request")] },
    ownPairs: { action, version in
      [
        Pair(name: Bytes("Action"), value: action), Pair(name: Bytes("Version"), value: version),
      ]
    },
    headers: { signing in
      var headers: [Header] = []
      headers.reserveCapacity(7)
      if !signing.request.contentType.isEmpty {
        headers.append(.signed("Content-Type", signing.request.contentType))
      }
      headers.append(.signed("Host", withoutDefaultPort(signing.host)))
      headers.append(.signed("X-Content-Sha256", signing.bodyHash))
      headers.append(.signed("X-Date", signing.timestamp))
      if let token = signing.securityToken {
        headers.append(.signed("X-Security-Token", token))
      }
      return headers
    })

  /// This cloud takes :80 and :443 off, whatever the scheme, before it compares. They are left off
  /// what is sent too, so that it is what is signed.
  static func withoutDefaultPort(_ host: Bytes) -> Bytes {
    host.hasSuffix(":80") || host.hasSuffix(":443")
      ? Bytes(host[..<(host.lastIndex(of: UInt8(ascii: ":")) ?? host.endIndex)]) : host
  }
}
