/// TC3-HMAC-SHA256: cloud.tencent.com/document/api/213/30654. The pages' newest example signs
/// X-TC-Action too; every SDK of the vendor signs these two, and so does this.
extension Signature {
  static let tencent = Signature(
    algorithm: "TC3-HMAC-SHA256",
    keyPrefix: "TC3",
    separator: ", ",
    queryForm: .asGiven,
    usesNonce: false,
    timestamp: { $0.unix },
    scope: { [$0.dashedDate, $1.service, Bytes("tc3_request")] },
    ownPairs: { _, _ in [] },
    headers: { signing in
      let request = signing.request
      var headers: [Header] = []
      headers.reserveCapacity(9)
      headers.append(.signed("Content-Type", request.contentType))
      headers.append(.signed("Host", signing.host))
      headers.append(.unsigned("X-TC-Action", request.action))
      headers.append(.unsigned("X-TC-Version", request.version))
      headers.append(.unsigned("X-TC-Timestamp", signing.timestamp))
      let own = signing.account.region
      let region = own.isEmpty ? request.operation?.region.bytes ?? [] : own
      if !region.isEmpty { headers.append(.unsigned("X-TC-Region", region)) }
      if let token = signing.securityToken {
        headers.append(.unsigned("X-TC-Token", token))
      }
      return headers
    })
}
