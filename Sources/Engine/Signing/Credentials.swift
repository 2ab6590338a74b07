public import Crypto

/// A validated key pair, with a token if it is temporary.
public struct Credentials: Sendable {
  public let accessKeyID: Bytes
  public let accessKeySecret: Secret
  /// Nil where there is none: an empty token is no token.
  public let securityToken: Secret?

  /// A fault never repeats anything of a value.
  public init(
    accessKeyID: Bytes?, accessKeySecret: Secret?, securityToken: Secret?,
    names: KeyNames = .options
  ) throws(Refusal) {
    let token = securityToken?.isEmpty == true ? nil : securityToken
    let faults = [
      Parameter.required(names.accessKeyID, .key).fault(in: accessKeyID),
      Self.fault(in: accessKeySecret, .required(names.accessKeySecret, .key)),
      Self.fault(in: token, .optional(names.securityToken, .key)),
    ].compactMap { $0 }
    guard faults.isEmpty, let accessKeyID, let accessKeySecret else { throw Refusal(faults) }
    self.accessKeyID = accessKeyID
    self.accessKeySecret = accessKeySecret
    self.securityToken = token
  }

  private static func fault(in secret: Secret?, _ parameter: Parameter) -> Fault? {
    guard let secret else { return parameter.fault(in: nil) }
    return secret.withBytes { parameter.fault(in: $0) }
  }
}

/// The names of a key's parts where they were given.
public struct KeyNames: Sendable {
  let accessKeyID: StaticString
  let accessKeySecret: StaticString
  let securityToken: StaticString

  public init(
    accessKeyID: StaticString, accessKeySecret: StaticString, securityToken: StaticString
  ) {
    self.accessKeyID = accessKeyID
    self.accessKeySecret = accessKeySecret
    self.securityToken = securityToken
  }

  public static let options = KeyNames(
    accessKeyID: "access_key_id", accessKeySecret: "access_key_secret",
    securityToken: "security_token")
}
