func proxyProblem(with value: Bytes) -> Bytes? {
  do throws(Endpoint.Mistake) {
    _ = try ProxyAddress.parse(value)
    return nil
  } catch {
    return error.problem
  }
}

/// The fault of a key: it says where, and quotes nothing.
func keyProblem(with value: Bytes) -> Bytes? {
  if let offset = value.firstIndex(where: { $0 < 0x20 || $0 > 0x7E }) {
    return "has something other than printable ASCII at byte " + decimal(Int64(offset) + 1)
  }
  let isQuoted =
    value.count > 1 && value.first == value.last && value.first?.isOne(of: "\"'") == true
  return isQuoted ? Bytes("is in quotes") : blankProblem(with: value)
}

func blankProblem(with value: Bytes) -> Bytes? {
  value.first == 0x20 || value.last == 0x20 ? Bytes("has a blank at an end") : nil
}

func integerProblem(with value: Bytes) -> Bytes? {
  if let problem = characterProblem(in: value, limit: .max, allowed: { $0.isASCIIDigit }) {
    return problem
  }
  if value.count > 1 && value[0] == 0x30 { return Bytes("has a leading zero") }
  return integer(of: value) == nil ? Bytes("is too large") : nil
}

func integerProblem(with value: Bytes, in range: ClosedRange<Int64>) -> Bytes? {
  if let problem = integerProblem(with: value) { return problem }
  guard let number = integer(of: value), !range.contains(number) else { return nil }
  return "is " + value
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

func webURLProblem(with value: Bytes) -> Bytes? {
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

func isDate(_ value: Bytes) -> Bool {
  value.count == 10
    && value.indices.allSatisfy {
      $0 == 4 || $0 == 7 ? value[$0] == UInt8(ascii: "-") : value[$0].isASCIIDigit
    }
}

func isTime(_ value: Bytes) -> Bool {
  let plain = value.lowercased.replacing(Bytes("%3a"), with: Bytes(":"))
    .replacing(Bytes("%20"), with: Bytes(" ")).replacing(Bytes("+"), with: Bytes(" "))
  let form = Bytes("0000-00-00 00:00:00")
  guard plain.count == form.count,
    zip(plain, form).allSatisfy({ $1.isASCIIDigit ? $0.isASCIIDigit : $0 == $1 })
  else { return false }
  func number(_ offset: Int) -> Int64 { integer(of: Bytes(plain[offset..<(offset + 2)])) ?? .max }
  return (1...12).contains(number(5)) && (1...31).contains(number(8)) && number(11) < 24
    && number(14) < 60 && number(17) < 60
}

/// 0 or 1, or with further digits behind a point.
func isFraction(_ value: Bytes) -> Bool {
  guard let first = value.first, first == 0x30 || first == 0x31 else { return false }
  if value.count == 1 { return true }
  let digits = value.dropFirst(2)
  return value[1] == UInt8(ascii: ".") && !digits.isEmpty
    && digits.allSatisfy { first == 0x30 ? $0.isASCIIDigit : $0 == 0x30 }
}
