import Crypto

/// Outside data is bytes, never String: String's equality and order are Unicode's (é is é however
/// it is written), and a signature is about bytes.
public typealias Bytes = [UInt8]

extension Array where Element == UInt8 {
  @inline(never)
  public init(_ text: StaticString) {
    self = unsafe Bytes(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  @inline(never) static func + (left: Bytes, right: StaticString) -> Bytes { left + Bytes(right) }
  @inline(never) public static func + (left: StaticString, right: Bytes) -> Bytes {
    Bytes(left) + right
  }
  static func += (left: inout Bytes, right: StaticString) { left.append(right) }

  public mutating func append(_ text: StaticString) {
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  static func == (left: Bytes, right: StaticString) -> Bool {
    left.count == right.utf8CodeUnitCount && left.hasPrefix(right)
  }

  func precedes(_ other: Bytes) -> Bool { lexicographicallyPrecedes(other) }

  var lowercased: Bytes { map { $0.lowercased } }

  public func hasPrefix(_ prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard self.count >= count else { return false }
    for index in 0..<count where unsafe self[index] != prefix.utf8Start[index] { return false }
    return true
  }

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

extension ArraySlice where Element == UInt8 {
  /// Equal but for the case of ASCII letters, as names of headers are.
  func isSameName(as name: StaticString) -> Bool {
    guard count == name.utf8CodeUnitCount else { return false }
    for index in indices
    where unsafe self[index].lowercased != name.utf8Start[index - startIndex].lowercased {
      return false
    }
    return true
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
  for byte in bytes { text.append(hexadecimal: byte) }
  return text
}

func hexadecimal(_ hash: Hash) -> Bytes {
  var text = Bytes()
  text.reserveCapacity(64)
  text.append(hexadecimal: hash)
  return text
}

/// At least `digits` of them, with zeros before.
public func decimal(_ number: Int64, digits: Int = 1) -> Bytes {
  var text = Bytes()
  text.append(decimal: number, digits: digits)
  return text
}

extension Array where Element == UInt8 {
  mutating func append(hexadecimal byte: UInt8) {
    append(hexadecimalDigit(byte >> 4))
    append(hexadecimalDigit(byte & 15))
  }

  mutating func append(hexadecimal hash: Hash) {
    for index in 0..<32 { append(hexadecimal: hash.bytes[index]) }
  }

  mutating func append(decimal number: Int64, digits: Int = 1) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var divisor: UInt64 = 1
    var count = 1
    while number.magnitude / divisor >= 10 || count < digits {
      divisor *= 10
      count += 1
    }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: 0x30 + number.magnitude / divisor % 10))
      divisor /= 10
    }
  }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

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
  var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
  var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isASCIILetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  var isHexadecimalDigit: Bool { isASCIIDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
  var isASCIIAlphanumeric: Bool { isASCIIDigit || isASCIILetter }
  func isOne(of characters: StaticString) -> Bool {
    characters.withUTF8Buffer { unsafe $0.contains(self) }
  }
}
