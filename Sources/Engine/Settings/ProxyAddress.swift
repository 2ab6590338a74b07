/// `[http://][user[:password]@]host:port`, with any number of `/` behind it.
public struct ProxyAddress: Sendable {
  /// With the `@`; empty where there is none.
  private let user: Bytes
  private let authority: Authority

  static func parse(_ text: Bytes) throws(Endpoint.Mistake) -> ProxyAddress {
    var address = text.lowercased.hasPrefix("http://") ? text.dropFirst(7) : text[...]
    while address.last == UInt8(ascii: "/") { address.removeLast() }
    let parts = address.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    if parts.count == 2, !isPercentEncoded(Bytes(parts[0])) {
      throw Endpoint.Mistake(
        problem: Bytes("has a character before the @ that is not percent-encoded"))
    }
    guard parts.count <= 2, let authority = Authority(Bytes(parts.last ?? [])),
      authority.port != nil
    else { throw Endpoint.Mistake(problem: Bytes("is not such an address")) }
    return ProxyAddress(user: parts.count == 2 ? Bytes(parts[0]) + "@" : [], authority: authority)
  }

  /// As libcurl is to have it.
  public var bytes: Bytes { "http://" + user + authority.bytes }

  /// The host and port whose address has to be found out; nil where there is none to find out.
  var name: Authority? { authority.isNumeric ? nil : authority }
}

/// A proxy's user and password: anything else libcurl would take for another part of the address.
private func isPercentEncoded(_ text: Bytes) -> Bool {
  text.indices.allSatisfy { index in
    if text[index] == UInt8(ascii: "%") {
      let digits = text[(index + 1)...].prefix(2)
      return digits.count == 2 && digits.allSatisfy { $0.isHexadecimalDigit }
        && digits.first.map { $0 >= 0x32 } == true && !(Bytes(digits).lowercased == "7f")
    }
    return text[index].isASCIIAlphanumeric || text[index].isOne(of: "-._~!$&'()*+,;=:")
  }
}
