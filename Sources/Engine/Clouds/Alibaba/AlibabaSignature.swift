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
    query: { $0.query },
    headers: { signing in
      var headers: [Header] = [
        .signed("host", signing.host),
        .signed("x-acs-action", signing.request.action),
        .signed("x-acs-version", signing.request.version),
        .signed("x-acs-date", signing.moment.dashed),
        .signed("x-acs-signature-nonce", signing.nonce),
        .signed("x-acs-content-sha256", signing.bodyHash),
      ]
      if !signing.request.contentType.isEmpty {
        headers.append(.signed("content-type", signing.request.contentType))
      }
      if let token = signing.securityToken {
        headers.append(.signed("x-acs-security-token", token))
      }
      return headers
    })
}
