/// Outside data is bytes, never String: String's equality and order are Unicode's (é is é however
/// it is written), and a signature is about bytes.
public typealias Bytes = [UInt8]

extension Array where Element == UInt8 {
  public init(_ text: StaticString) {
    self = unsafe Bytes(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  static func + (left: Bytes, right: StaticString) -> Bytes { left + Bytes(right) }
  public static func + (left: StaticString, right: Bytes) -> Bytes { Bytes(left) + right }
  static func += (left: inout Bytes, right: StaticString) { left += Bytes(right) }
  static func == (left: Bytes, right: StaticString) -> Bool {
    unsafe left.elementsEqual(
      UnsafeBufferPointer(start: right.utf8Start, count: right.utf8CodeUnitCount))
  }

  func precedes(_ other: Bytes) -> Bool { lexicographicallyPrecedes(other) }

  var lowercased: Bytes { map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }

  /// Without blanks and tabs at the ends.
  var trimmed: Bytes {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard let start = firstIndex(where: { !isBlank($0) }),
      let end = lastIndex(where: { !isBlank($0) })
    else { return [] }
    return Bytes(self[start...end])
  }

  public func hasPrefix(_ prefix: StaticString) -> Bool { starts(with: Bytes(prefix)) }
  func replacing(_ part: Bytes, with other: Bytes) -> Bytes {
    guard let start = part.first else { return self }
    var output = Bytes()
    var rest = self[...]
    while let next = rest.firstIndex(of: start) {
      output += rest[..<next]
      rest = rest[next...]
      let isPart = rest.starts(with: part)
      output += isPart ? other : [start]
      rest = rest.dropFirst(isPart ? part.count : 1)
    }
    return output + rest
  }

  func hasSuffix(_ suffix: StaticString) -> Bool {
    reversed().starts(with: Bytes(suffix).reversed())
  }
}

extension StaticString {
  var bytes: Bytes { Bytes(self) }
}

/// A name and a value: of a query parameter, not encoded, or of a header.
public struct Pair: Sendable {
  public let name: Bytes
  public let value: Bytes

  public init(name: Bytes, value: Bytes) {
    self.name = name
    self.value = value
  }
}

public func hexadecimal(_ bytes: Bytes) -> Bytes {
  var text = Bytes()
  text.reserveCapacity(2 * bytes.count)
  for byte in bytes {
    text.append(hexadecimalDigit(byte >> 4))
    text.append(hexadecimalDigit(byte & 15))
  }
  return text
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

/// At least `digits` of them, with zeros before.
public func decimal(_ number: Int64, digits: Int = 1) -> Bytes {
  var text = Bytes()
  var rest = number.magnitude
  while rest > 0 || text.count < digits {
    text.append(UInt8(0x30 + rest % 10))
    rest /= 10
  }
  if number < 0 { text.append(UInt8(ascii: "-")) }
  return text.reversed()
}

func joined(_ parts: [Bytes], by separator: StaticString) -> Bytes {
  let separator = separator.bytes
  var text = Bytes()
  text.reserveCapacity(parts.reduce(0) { $0 + $1.count + separator.count })
  for (index, part) in parts.enumerated() {
    if index > 0 { text.append(contentsOf: separator) }
    text.append(contentsOf: part)
  }
  return text
}

extension UInt8 {
  var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  var isHexadecimalDigit: Bool { isASCIIDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
  var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
  func isOne(of characters: StaticString) -> Bool { Bytes(characters).contains(self) }
}
