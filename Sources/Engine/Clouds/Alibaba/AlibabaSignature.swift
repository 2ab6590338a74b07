/// ACS3-HMAC-SHA256, "V3": help.aliyun.com/document_detail/2593177. Every `x-acs-*` header, `host`
/// and, if there is one, `content-type` must be signed. The region is in no signed string.
extension Signature {
  static let alibaba = Signature(
    algorithm: "ACS3-HMAC-SHA256",
    keyPrefix: "",
    separator: ",",
    queryForm: .sorted,
    usesNonce: true,
    timestamp: { $0.dashed },
    scope: { _, _ in [] },
    ownPairs: { _, _ in [] },
    headers: { signing in
      let request = signing.request
      var headers: [Header] = []
      headers.reserveCapacity(10)
      if !request.contentType.isEmpty {
        headers.append(.signed("content-type", request.contentType))
      }
      headers.append(.signed("host", signing.host))
      headers.append(.signed("x-acs-action", request.action))
      headers.append(.signed("x-acs-content-sha256", signing.bodyHash))
      headers.append(.signed("x-acs-date", signing.timestamp))
      if let token = signing.securityToken {
        headers.append(.signed("x-acs-security-token", token))
      }
      headers.append(.signed("x-acs-signature-nonce", signing.nonce))
      headers.append(.signed("x-acs-version", request.version))
      return headers
    })
}
