public import Crypto

/// Signs for one account. It keeps the derived key while its scope lasts, a day at the most: `key`
/// is not thread-safe, its owner locks. All else never changes.
public final class Signer {
  private let cloud: Cloud
  private let account: Account
  private let credentials: Credentials
  private var cached: ScopedKey?
  private static let accepted = Bytes("application/json")

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
    let hasher = try SHA256.make()
    let bodyHash = hexadecimal(try hasher.hash(request.body))
    let timestamp = scheme.timestamp(moment)
    let securityToken = securityToken
    var headers = scheme.headers(
      Signing(
        request: request, account: account, host: host, bodyHash: bodyHash, timestamp: timestamp,
        nonce: nonce, securityToken: securityToken))

    var text = Bytes()
    text.reserveCapacity(1_024 + request.query.count)
    CanonicalRequest(
      method: request.method, path: request.path, query: request.query, headers: headers,
      bodyHash: bodyHash
    ).write(to: &text)
    let hash = try hasher.hash(text)
    text.removeAll(keepingCapacity: true)
    scheme.writeStringToSign(hash, timestamp: timestamp, scope: key.scope, to: &text)
    let signature = hexadecimal(try key.key.code(of: text, with: hasher))
    let authorization = scheme.authorization(
      accessKeyID: credentials.accessKeyID, scope: key.scope, headers: headers,
      signature: signature)

    headers.append(.unsigned("Accept", Self.accepted))
    headers.append(.unsigned("Authorization", authorization))
    return SignedRequest(
      method: request.method, url: endpoint.url(path: request.path, query: request.query),
      headers: headers, body: request.body, securityToken: securityToken, signature: signature)
  }

  /// A request that nobody signs: a plain one, or a call for which no key is needed.
  public static func unsigned(
    _ request: Request, of account: Account, endpoint: Endpoint, host: Bytes, moment: Moment
  ) -> SignedRequest {
    let cloud = request.cloud
    var headers =
      request.plainHeaders
      ?? cloud.keys.unsignedHeaders(
        Signing(
          request: request, account: account, host: host, bodyHash: [],
          timestamp: cloud.signature.timestamp(moment), nonce: [], securityToken: nil))
    headers.append(.unsigned("Accept", request.plainHeaders == nil ? accepted : Bytes("*/*")))
    return SignedRequest(
      method: request.method, url: endpoint.url(path: request.path, query: request.query),
      headers: headers, body: request.body, securityToken: nil, signature: [])
  }

  public var securityToken: Bytes? { credentials.securityToken?.bytes }

  public func key(at moment: Moment) throws(CryptoFailure) -> ScopedKey {
    if let cached, cached.day == moment.day { return cached }
    let scope = cloud.signature.scope(moment, account)
    let new = ScopedKey(
      day: moment.day, scope: joined(scope, by: "/"),
      key: try cloud.signature.signingKey(credentials, scope: scope))
    cached = new
    return new
  }
}

/// A key derived for a day, region and service.
public struct ScopedKey: Sendable {
  let day: Int64
  let scope: Bytes
  let key: HMACKey
}

/// Ready to be sent. It is good for a few minutes and, where there is a nonce, for one time.
public struct SignedRequest: Sendable {
  public let method: StaticString
  public let url: Bytes
  /// In the order in which they are sent; names as the cloud's own pages write them.
  public let headers: [Header]
  public let body: Bytes
  /// Redact this and `signature` from anything quoted from the reply.
  public let securityToken: Bytes?
  public let signature: Bytes

  public var isGet: Bool { unsafe method.utf8Start[0] == UInt8(ascii: "G") }

  /// GET or POST.
  public var isPlainMethod: Bool { isGet || method.utf8CodeUnitCount == 4 }

  /// False if the transport must not add one: it would not be signed.
  public var hasContentType: Bool {
    headers.contains { $0.name.bytes[...].isSameName(as: "Content-Type") }
  }
}
