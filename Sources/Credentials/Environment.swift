import CPlatform
import Crypto
public import Engine

/// The key in the variables that the vendor's own SDKs and commands read; nil if none is set. An
/// empty variable counts as unset.
public func credentialsFromEnvironment(for cloud: Cloud) throws(Refusal) -> Credentials? {
  for names in cloud.environment {
    let id = variable(names.accessKeyID)
    let secret = secretVariable(names.accessKeySecret)
    if id == nil && secret == nil { continue }
    guard id != nil && secret != nil else {
      let unset = id == nil ? names.accessKeyID : names.accessKeySecret
      let other = id == nil ? names.accessKeySecret : names.accessKeyID
      throw Refusal([
        Fault(unset, Bytes("is not set"), rule: Bytes("set if ") + Bytes(other) + Bytes(" is"))
      ])
    }
    let token = names.securityTokens.first { unsafe rawVariable($0) != nil }
    return try Credentials(
      accessKeyID: id, accessKeySecret: secret, securityToken: token.flatMap(secretVariable),
      names: KeyNames(
        accessKeyID: names.accessKeyID, accessKeySecret: names.accessKeySecret,
        securityToken: token ?? ""))
  }
  return nil
}

/// The variables that a cloud's other sources go by, as they are now: the host may change them
/// later.
public func sourceVariables(of cloud: Cloud) -> [(name: StaticString, value: Bytes)] {
  (cloud.keys.variables + ["HOME"]).compactMap { name in variable(name).map { (name, $0) } }
}

private func variable(_ name: StaticString) -> Bytes? {
  unsafe rawVariable(name).map { unsafe Bytes($0) }
}

private func secretVariable(_ name: StaticString) -> Secret? {
  unsafe rawVariable(name).map { unsafe Secret(copying: $0) }
}

private func rawVariable(_ name: StaticString) -> UnsafeRawBufferPointer? {
  let key = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
  guard let value = unsafe getenv(key), unsafe value.pointee != 0 else { return nil }
  return unsafe UnsafeRawBufferPointer(start: value, count: strlen(value))
}
