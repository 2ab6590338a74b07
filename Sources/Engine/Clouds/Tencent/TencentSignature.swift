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
    query: { $0.query },
    headers: { signing in
      var headers: [Header] = [
        .signed("Content-Type", signing.request.contentType),
        .signed("Host", signing.host),
        .unsigned("X-TC-Action", signing.request.action),
        .unsigned("X-TC-Version", signing.request.version),
        .unsigned("X-TC-Timestamp", signing.moment.unix),
      ]
      let own = signing.account.region
      let region = own.isEmpty ? signing.request.operation?.region.bytes ?? [] : own
      if !region.isEmpty { headers.append(.unsigned("X-TC-Region", region)) }
      if let token = signing.securityToken {
        headers.append(.unsigned("X-TC-Token", token))
      }
      return headers
    })
}
