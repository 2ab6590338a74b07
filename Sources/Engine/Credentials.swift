public import Crypto

/// A validated key pair, with a token if it is temporary.
public struct Credentials: Sendable {
  public let accessKeyID: Bytes
  public let accessKeySecret: Secret
  /// Nil where there is none: an empty token is no token.
  public let securityToken: Secret?

  /// A fault never repeats a value.
  public init(
    accessKeyID: Bytes?, accessKeySecret: Secret?, securityToken: Secret?
  ) throws(Refusal) {
    let token = securityToken?.isEmpty == true ? nil : securityToken
    let faults = [
      Parameter.required("access_key_id", .key).fault(in: accessKeyID),
      Self.fault(in: accessKeySecret, .required("access_key_secret", .key)),
      Self.fault(in: token, .optional("security_token", .key)),
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
