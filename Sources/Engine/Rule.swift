/// What a value has to be. Every rule also wants well-formed UTF-8 without control characters.
public enum Rule: Sendable {
  /// The ID rule of Volcengine's pages, `[a-zA-Z0-9_@\-\.]{1,128}`, over the whole string.
  case identifier
  /// Alibaba gives no rule for its ids: the ID rule, and the `*` of its masked samples.
  case maskableIdentifier
  /// An integer from 0 to 2^63-1, written as JSON writes one. It stays text: exact.
  case integer
  case webURL
  /// At least one character.
  case text
  /// No blank at either end: one there is a copying slip that ends as a signature failure.
  case key
  /// A host with or without a port.
  case authority
  /// A region or service name, as it stands in a signature's scope.
  case label
  case action
  case version
  case proxy

  public var text: StaticString {
    switch self {
    case .identifier: "1 to 128 of a-z A-Z 0-9 _ @ - ."
    case .maskableIdentifier: "1 to 128 of a-z A-Z 0-9 _ @ - . *"
    case .integer: "a decimal integer from 0 to 9223372036854775807"
    case .webURL: "an http or https URL, percent-encoded"
    case .text: "UTF-8 without control characters, not empty"
    case .key: "UTF-8 without control characters, no blank at either end, not empty"
    case .authority: "host or host:port, the host of a-z A-Z 0-9 - _ . or an IPv6 address in []"
    case .label: "1 to 64 of a-z A-Z 0-9 - _"
    case .action: "1 to 128 of a-z A-Z 0-9"
    case .version: "a date: YYYY-MM-DD"
    case .proxy: "[http://][user[:password]@]host:port, percent-encoded, no other scheme"
    }
  }

  /// What is wrong with a value, or nil.
  public func problem(with value: Bytes) -> Bytes? {
    if value.isEmpty { return Bytes("is empty") }
    return textProblem(in: value) ?? ownProblem(with: value)
  }

  private func ownProblem(with value: Bytes) -> Bytes? {
    switch self {
    case .identifier:
      characterProblem(in: value, limit: 128) { $0.isASCIIAlphanumeric || $0.isOne(of: "_@-.") }
    case .maskableIdentifier:
      characterProblem(in: value, limit: 128) { $0.isASCIIAlphanumeric || $0.isOne(of: "_@-.*") }
    case .label:
      characterProblem(in: value, limit: 64) { $0.isASCIIAlphanumeric || $0.isOne(of: "-_") }
    case .action: characterProblem(in: value, limit: 128) { $0.isASCIIAlphanumeric }
    case .integer: integerProblem(with: value)
    case .webURL: webURLProblem(with: value)
    case .authority: Authority(value) == nil ? Bytes("is not a host") : nil
    case .version: isDate(value) ? nil : Bytes("is not such a date")
    case .key: value.first == 0x20 || value.last == 0x20 ? Bytes("has a blank at an end") : nil
    case .proxy: proxyProblem(with: value)
    case .text: nil
    }
  }
}

private func proxyProblem(with value: Bytes) -> Bytes? {
  let address = Bytes(value.lowercased.hasPrefix("http://") ? value.dropFirst(7) : value[...])
  let parts = address.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
  if parts.count == 2, !isPercentEncoded(Bytes(parts[0])) {
    return Bytes("has a character before the @ that is not percent-encoded")
  }
  let host = parts.last ?? []
  return parts.count > 2 || Authority(Bytes(host))?.port == nil
    ? Bytes("is not such an address") : nil
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

private func integerProblem(with value: Bytes) -> Bytes? {
  if let problem = characterProblem(in: value, limit: .max, allowed: { $0.isASCIIDigit }) {
    return problem
  }
  if value.count > 1 && value[0] == 0x30 { return Bytes("has a leading zero") }
  return integer(of: value) == nil ? Bytes("is too large") : nil
}

/// Nil for anything but digits, or beyond 2^63-1.
func integer(of digits: Bytes) -> Int64? {
  guard !digits.isEmpty, digits.allSatisfy({ $0.isASCIIDigit }) else { return nil }
  var number: Int64 = 0
  for digit in digits {
    let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
    let (sum, isStillTooLarge) = tens.addingReportingOverflow(Int64(digit - 0x30))
    if isTooLarge || isStillTooLarge { return nil }
    number = sum
  }
  return number
}

private func webURLProblem(with value: Bytes) -> Bytes? {
  let scheme: StaticString = value.lowercased.hasPrefix("https") ? "https://" : "http://"
  guard value.lowercased.hasPrefix(scheme) else {
    return Bytes("does not begin with http:// or https://")
  }
  if let problem = characterProblem(in: value, limit: .max, allowed: { $0 > 0x20 && $0 < 0x7F }) {
    return problem
  }
  let authority = value.dropFirst(scheme.utf8CodeUnitCount).prefix { !$0.isOne(of: "/?#") }
  let host = authority.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false).last
  return Authority(Bytes(host ?? [])) == nil ? Bytes("has no valid host") : nil
}

private func isDate(_ value: Bytes) -> Bool {
  value.count == 10
    && value.indices.allSatisfy {
      $0 == 4 || $0 == 7 ? value[$0] == UInt8(ascii: "-") : value[$0].isASCIIDigit
    }
}
