/// The clouds' replies nest about five deep.
let maximumDepth = 32

func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}

/// Walks JSON text, telling what stands inside strings from what does not.
private struct Scanner {
  private(set) var isInString = false
  private var isEscaped = false

  /// True if the next byte belongs to a string, its quotes included.
  mutating func isString(_ byte: UInt8) -> Bool {
    guard isInString else {
      isInString = byte == UInt8(ascii: "\"")
      return isInString
    }
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isInString = false
    }
    return true
  }
}

/// JSON text without the blanks around its tokens.
func compact(_ bytes: [UInt8]) -> [UInt8] {
  var scanner = Scanner()
  return bytes.filter { scanner.isString($0) || !isBlank($0) }
}

/// The texts of the values of an object's members, in their order; `bytes` is compact JSON.
func memberTexts(of bytes: [UInt8]) -> [[UInt8]] {
  var scanner = Scanner()
  var texts: [[UInt8]] = []
  var text: [UInt8]?
  var depth = 0
  for byte in bytes {
    let isString = scanner.isString(byte)
    if !isString && isClosing(byte) { depth -= 1 }
    let isBetween = depth == 0 || depth == 1 && byte == UInt8(ascii: ",")
    if !isString && isBetween {
      if let text { texts.append(text) }
      text = nil
    } else if text == nil {
      text = !isString && byte == UInt8(ascii: ":") ? [] : nil
    } else {
      text?.append(byte)
    }
    if !isString && isOpening(byte) { depth += 1 }
  }
  return texts
}

private func isOpening(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
}

private func isClosing(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
}

/// JSON text for jansson: a number that it would not keep exactly is the offset where it stands
/// instead, counted from -1 downwards. jansson refuses the whole document for an integer beyond 64
/// bits, though nobody may ever ask for that member, and it aborts over a fraction where the host's
/// locale has a decimal point of several bytes. Nesting is bounded here, because jansson recurses
/// 2,048 deep on the caller's stack.
func withPlacesOfNumbers(_ bytes: [UInt8]) throws(JSONFault) -> [UInt8] {
  var output: [UInt8] = []
  var copied = 0
  var depth = 0
  var offset = 0
  while offset < bytes.count {
    let byte = bytes[offset]
    if byte == UInt8(ascii: "\"") {
      offset = endOfString(in: bytes, from: offset)
      continue
    }
    if byte == UInt8(ascii: "-") || isDigit(byte) {
      let end = endOfNumber(in: bytes, from: offset)
      let token = bytes[offset..<end]
      guard isNumber(token) else { throw JSONFault(problem: "is not JSON") }
      if !isSmallInteger(token) {
        output += bytes[copied..<offset]
        output.append(UInt8(ascii: "-"))
        appendDecimal(offset + 1, to: &output)
        copied = end
      }
      offset = end
      continue
    }
    if isOpening(byte) { depth += 1 }
    if isClosing(byte) { depth -= 1 }
    guard depth <= maximumDepth else { throw JSONFault(problem: "is nested too deep") }
    // jansson passes over one that stands behind a number.
    guard byte != 0 else { throw JSONFault(problem: "is not JSON") }
    offset += 1
  }
  return copied == 0 ? bytes : output + bytes[copied...]
}

/// Behind its closing quote, or the end of the text.
private func endOfString(in bytes: [UInt8], from start: Int) -> Int {
  var offset = start + 1
  while offset < bytes.count && bytes[offset] != UInt8(ascii: "\"") {
    offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
  }
  return min(offset + 1, bytes.count)
}

private func endOfNumber(in bytes: [UInt8], from start: Int) -> Int {
  var offset = start
  while offset < bytes.count && isNumberByte(bytes[offset]) { offset += 1 }
  return offset
}

/// One that is not negative, and that 64 bits hold.
private func isSmallInteger(_ token: ArraySlice<UInt8>) -> Bool {
  token.count <= 18 && token.allSatisfy(isDigit)
}

/// The number that jansson has as this one.
func numberText(_ given: Int64, in bytes: [UInt8]) -> [UInt8] {
  guard given < 0 else {
    var digits: [UInt8] = []
    appendDecimal(Int(given), to: &digits)
    return digits
  }
  let offset = Int(-1 - given)
  return Array(bytes[offset..<endOfNumber(in: bytes, from: offset)])
}

private func appendDecimal(_ number: Int, to output: inout [UInt8]) {
  var divisor = 1
  while number / divisor >= 10 { divisor *= 10 }
  while divisor > 0 {
    output.append(UInt8(0x30 + number / divisor % 10))
    divisor /= 10
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

private func isNumberByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
}

/// JSON's own grammar of a number, so that a wrong document never becomes right.
private func isNumber(_ token: ArraySlice<UInt8>) -> Bool {
  var rest = token
  func dropDigits() -> Bool {
    let before = rest.count
    rest = rest.drop(while: isDigit)
    return rest.count < before
  }
  if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
  if rest.first == UInt8(ascii: "0") {
    rest = rest.dropFirst()
  } else if !dropDigits() {
    return false
  }
  if rest.first == UInt8(ascii: ".") {
    rest = rest.dropFirst()
    guard dropDigits() else { return false }
  }
  if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
    rest = rest.dropFirst()
    if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    guard dropDigits() else { return false }
  }
  return rest.isEmpty
}
