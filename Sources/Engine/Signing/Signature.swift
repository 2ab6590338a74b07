import Crypto

/// A cloud's signature scheme, as a value. All three do the same: hash a canonical request, put the
/// hash into a string to sign, and sign that with a key derived along the scope.
public struct Signature: Sendable {
  public let algorithm: StaticString
  /// Stands before the secret in the first key.
  public let keyPrefix: StaticString
  public let separator: StaticString
  public let queryForm: QueryForm
  public let usesNonce: Bool
  /// The time, as a header and the string to sign have it.
  public let timestamp: @Sendable (Moment) -> Bytes
  /// The scope's parts, each of which is also a step of the key; none: no scope, the bare secret.
  public let scope: @Sendable (Moment, Account) -> [Bytes]
  /// Pairs that go into the query before the request's own.
  let ownPairs: @Sendable (_ action: Bytes, _ version: Bytes) -> [Pair]
  /// First those that are signed, in the order of their lower-case names.
  let headers: @Sendable (Signing) -> [Header]

  func query(_ action: Bytes, _ version: Bytes, _ pairs: [Pair]) -> Bytes {
    queryForm.encode(ownPairs(action, version) + pairs)
  }

  func signingKey(_ credentials: Credentials, scope: [Bytes]) throws(CryptoFailure) -> HMACKey {
    var key = try HMACKey.make(credentials.accessKeySecret, prefix: keyPrefix)
    for part in scope { key = try key.derive(part) }
    return key
  }

  /// `scope` is its parts with slashes between them.
  func writeStringToSign(_ hash: Hash, timestamp: Bytes, scope: Bytes, to text: inout Bytes) {
    text += algorithm
    if !scope.isEmpty {
      text += "\n"
      text += timestamp
      text += "\n"
      text += scope
    }
    text += "\n"
    text.append(hexadecimal: hash)
  }

  func authorization(
    accessKeyID: Bytes, scope: Bytes, headers: [Header], signature: Bytes
  ) -> Bytes {
    var text = Bytes()
    text.reserveCapacity(256 + accessKeyID.count + scope.count)
    text += algorithm
    text += " Credential="
    text += accessKeyID
    if !scope.isEmpty {
      text += "/"
      text += scope
    }
    text += separator
    text += "SignedHeaders="
    text.append(signedNamesOf: headers)
    text += separator
    text += "Signature="
    text += signature
    return text
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
struct Signing {
  let request: Request
  let account: Account
  let host: Bytes
  let bodyHash: Bytes
  let timestamp: Bytes
  let nonce: Bytes
  let securityToken: Bytes?
}

public struct Header: Sendable {
  public let name: StaticString
  public let value: Bytes
  let isSigned: Bool

  static func signed(_ name: StaticString, _ value: Bytes) -> Header {
    Header(name: name, value: value, isSigned: true)
  }

  static func unsigned(_ name: StaticString, _ value: Bytes) -> Header {
    Header(name: name, value: value, isSigned: false)
  }
}

/// The first stage, the same for every cloud.
struct CanonicalRequest {
  let method: StaticString
  let path: Bytes
  let query: Bytes
  let headers: [Header]
  let bodyHash: Bytes

  func write(to text: inout Bytes) {
    text += method
    text += "\n"
    text += path
    text += "\n"
    text += query
    text += "\n"
    for header in headers where header.isSigned {
      text.append(lowercased: header.name)
      text += ":"
      text += header.value
      text += "\n"
    }
    text += "\n"
    text.append(signedNamesOf: headers)
    text += "\n"
    text += bodyHash
  }
}

extension Bytes {
  fileprivate mutating func append(signedNamesOf headers: [Header]) {
    var isFirst = true
    for header in headers where header.isSigned {
      if !isFirst { self += ";" }
      append(lowercased: header.name)
      isFirst = false
    }
  }

  fileprivate mutating func append(lowercased text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { append(unsafe text.utf8Start[index].lowercased) }
  }
}
