import Crypto

/// A key as a source has it, before it is one: texts that may be missing or wrong.
struct KeyParts {
  var id: Bytes?
  var secret: Bytes?
  var token: Bytes?

  /// The names of the parts, for people.
  struct Names {
    let id: StaticString
    let secret: StaticString
    let token: StaticString
  }

  /// With blanks and line ends around the parts left off, as the vendors do.
  func key(
    named names: Names, expiry: Expiry = .unknown, origin: Bytes, warning: Bytes = []
  ) -> KeyProgress {
    do throws(Refusal) {
      let credentials = try Credentials(
        accessKeyID: id.map { trimmed($0) }, accessKeySecret: Self.secret(secret),
        securityToken: Self.secret(token),
        names: KeyNames(
          accessKeyID: names.id, accessKeySecret: names.secret, securityToken: names.token))
      return .found(FoundKey(credentials, expiry: expiry, origin: origin, warning: warning))
    } catch {
      return .nothing(
        origin + Bytes(": ") + joined(error.faults.map { $0.line }, by: "; "))
    }
  }

  private static func secret(_ text: Bytes?) -> Secret? {
    text.map { text in
      unsafe trimmed(text).withUnsafeBytes { unsafe Secret(copying: $0) }
    }
  }
}

func trimmed(_ text: Bytes) -> Bytes {
  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  guard let first = text.firstIndex(where: { !isBlank($0) }),
    let last = text.lastIndex(where: { !isBlank($0) })
  else { return [] }
  return Bytes(text[first...last])
}
