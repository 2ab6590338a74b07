public import Crypto

/// A cloud's signature scheme, as a value. All three do the same: hash a canonical request, put the
/// hash into a string to sign, and sign that with a key derived along the scope.
public struct Signature: Sendable {
  public let algorithm: StaticString
  /// Stands before the secret in the first key.
  public let keyPrefix: StaticString
  public let separator: StaticString
  public let queryForm: QueryForm
  public let usesNonce: Bool
  /// The time as the string to sign has it.
  public let timestamp: @Sendable (Moment) -> Bytes
  /// The scope's parts, each of which is also a step of the key; none: no scope, the bare secret.
  public let scope: @Sendable (Moment, Account) -> [Bytes]
  /// Pairs that go into the query beside the request's own.
  public let query: @Sendable (Request) -> [Pair]
  public let headers: @Sendable (Signing) -> [Header]

  public func signingKey(
    _ credentials: Credentials, scope: [Bytes]
  ) throws(CryptoFailure) -> HMACKey {
    var key = try HMACKey.make(credentials.accessKeySecret, prefix: keyPrefix)
    for part in scope { key = try key.derive(part) }
    return key
  }

  public func stringToSign(
    _ canonicalRequest: Bytes, moment: Moment, scope: [Bytes]
  ) throws(CryptoFailure) -> Bytes {
    let hash = hexadecimal(try SHA256.hash(canonicalRequest))
    let lines = scope.isEmpty ? [] : [timestamp(moment), joined(scope, by: "/")]
    return joined([algorithm.bytes] + lines + [hash], by: "\n")
  }

  public func authorization(
    accessKeyID: Bytes, scope: [Bytes], signedHeaders: Bytes, signature: Bytes
  ) -> Bytes {
    let credential = joined([accessKeyID] + scope, by: "/")
    let parts = [
      "Credential=" + credential, "SignedHeaders=" + signedHeaders, "Signature=" + signature,
    ]
    return joined([algorithm.bytes, joined(parts, by: separator)], by: " ")
  }
}

/// The scope of a signature, beside its credentials.
public struct Account: Sendable {
  public let region: Bytes
  public let service: Bytes

  public init(region: Bytes, service: Bytes) {
    self.region = region
    self.service = service
  }
}

/// All that a cloud's headers are made of.
public struct Signing {
  public let request: Request
  public let account: Account
  public let host: Bytes
  public let bodyHash: Bytes
  public let moment: Moment
  public let nonce: Bytes
  public let securityToken: Bytes?
}

public struct Header: Sendable {
  public let name: Bytes
  public let value: Bytes
  public let isSigned: Bool

  static func signed(_ name: StaticString, _ value: Bytes) -> Header {
    Header(name: name.bytes, value: value, isSigned: true)
  }

  static func unsigned(_ name: StaticString, _ value: Bytes) -> Header {
    Header(name: name.bytes, value: value, isSigned: false)
  }
}

/// The first stage, the same for the three clouds.
public struct CanonicalRequest: Sendable {
  public let method: Bytes
  public let query: Bytes
  /// The signed ones: lower-case names, trimmed values, sorted by name.
  public let headers: [Pair]
  public let bodyHash: Bytes

  public init(method: Bytes, query: Bytes, signing headers: [Pair], bodyHash: Bytes) {
    self.method = method
    self.query = query
    self.headers =
      headers
      .map { Pair(name: $0.name.lowercased, value: $0.value.trimmed) }
      .sorted { $0.name.precedes($1.name) }
    self.bodyHash = bodyHash
  }

  public var signedHeaders: Bytes { joined(headers.map { $0.name }, by: ";") }

  public var bytes: Bytes {
    let lines = headers.map { $0.name + ":" + $0.value + "\n" }
    return joined(
      [method, Bytes("/"), query, Bytes(lines.joined()), signedHeaders, bodyHash], by: "\n")
  }
}
