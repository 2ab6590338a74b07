public import Crypto

/// Signs for one account. It keeps the derived key while its scope lasts, a day at the most: `key`
/// is not thread-safe, its owner locks. All else never changes.
public final class Signer {
  private let cloud: Cloud
  private let account: Account
  private let credentials: Credentials
  private var cached: ScopedKey?

  public init(cloud: Cloud, account: Account, credentials: Credentials) {
    self.cloud = cloud
    self.account = account
    self.credentials = credentials
  }

  /// `host` is what the Host header says; nothing about the signature depends on it otherwise.
  /// `key` is that of the moment.
  public func sign(
    _ request: Request, endpoint: Endpoint, host: Bytes, moment: Moment, nonce: Bytes,
    with key: ScopedKey
  ) throws(CryptoFailure) -> SignedRequest {
    let scheme = cloud.signature
    let bodyHash = hexadecimal(try SHA256.hash(request.body))
    let query = scheme.queryForm.encode(scheme.query(request))
    let headers = scheme.headers(
      Signing(
        request: request, account: account, host: host, bodyHash: bodyHash, moment: moment,
        nonce: nonce, securityToken: securityToken))
    let canonical = CanonicalRequest(
      method: request.method.bytes, query: query,
      signing: headers.filter { $0.isSigned }.map { Pair(name: $0.name, value: $0.value) },
      bodyHash: bodyHash)
    let scope = key.scope
    let stringToSign = try scheme.stringToSign(canonical.bytes, moment: moment, scope: scope)
    let signature = hexadecimal(try key.key.code(of: stringToSign))
    let authorization = scheme.authorization(
      accessKeyID: credentials.accessKeyID, scope: scope, signedHeaders: canonical.signedHeaders,
      signature: signature)
    return SignedRequest(
      method: request.method.bytes, url: endpoint.url(query: query),
      headers: headers.map { Pair(name: $0.name, value: $0.value) } + [
        Pair(name: Bytes("Accept"), value: Bytes("application/json")),
        Pair(name: Bytes("Authorization"), value: authorization),
      ],
      body: request.body, securityToken: securityToken, signature: signature)
  }

  public var securityToken: Bytes? { credentials.securityToken?.bytes }

  public func key(at moment: Moment) throws(CryptoFailure) -> ScopedKey {
    let scope = cloud.signature.scope(moment, account)
    if let cached, cached.scope == scope { return cached }
    let new = ScopedKey(
      scope: scope, key: try cloud.signature.signingKey(credentials, scope: scope))
    cached = new
    return new
  }
}

/// A key derived for a day, region and service.
public struct ScopedKey: Sendable {
  let scope: [Bytes]
  let key: HMACKey
}

/// Ready to be sent. It is good for a few minutes and, where there is a nonce, for one time.
public struct SignedRequest: Sendable {
  public let method: Bytes
  public let url: Bytes
  /// In the order in which they are sent; names as the cloud's own pages write them.
  public let headers: [Pair]
  public let body: Bytes
  /// Redact this and `signature` from anything quoted from the reply.
  public let securityToken: Bytes?
  public let signature: Bytes

  /// False if the transport must not add one: it would not be signed.
  public var hasContentType: Bool { headers.contains { $0.name.lowercased == "content-type" } }
}
