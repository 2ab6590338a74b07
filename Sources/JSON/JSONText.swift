/// The clouds' replies nest about five deep.
let maximumDepth = 32

func isBlank(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
}

/// Walks JSON text, telling what stands inside strings from what does not.
private struct Scanner {
  private(set) var isInString = false
  private var isEscaped = false

  /// Whether the next byte belongs to a string, its quotes included.
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

func nestingDepth(of bytes: [UInt8]) -> Int {
  var scanner = Scanner()
  var depth = 0
  var deepest = 0
  for byte in bytes where !scanner.isString(byte) {
    if isOpening(byte) { depth += 1 }
    if isClosing(byte) { depth -= 1 }
    deepest = max(deepest, depth)
  }
  return deepest
}

/// What stands before the digits of a number that jansson is given as a string; two of them stand
/// before a text that itself begins with one.
let numberMark: UInt8 = 0x01
/// `\u0001`, the only way to write it in a string.
private let escapedMark: [UInt8] = [0x5C, 0x75, 0x30, 0x30, 0x30, 0x31]

/// Puts every number into quotes, behind a mark: it stays exact. jansson refuses the whole document
/// for an integer beyond 64 bits, though nobody may ever ask for that member, and it aborts over a
/// fraction where the host's locale has a decimal point of several bytes. Nil where a number stands
/// that is none, or that is a member's name: this is not JSON.
func quotingNumbers(in bytes: [UInt8]) -> [UInt8]? {
  var scanner = Scanner()
  var output: [UInt8] = []
  output.reserveCapacity(bytes.count + 64)
  var token: [UInt8] = []
  var isAfterNumber = false
  for (place, byte) in (bytes + [0x20]).enumerated() {
    let wasInString = scanner.isInString
    if !scanner.isString(byte) && isNumberByte(byte) {
      token.append(byte)
      continue
    }
    if token.contains(where: isDigit) {
      guard isNumber(token) else { return nil }
      output += [0x22] + escapedMark + token + [0x22]
      isAfterNumber = true
    } else {
      output += token
    }
    token.removeAll(keepingCapacity: true)
    if isAfterNumber && byte == UInt8(ascii: ":") { return nil }
    if !isBlank(byte) { isAfterNumber = false }
    output.append(byte)
    let isOpening = scanner.isInString && !wasInString
    if isOpening && bytes.dropFirst(place + 1).starts(with: escapedMark) { output += escapedMark }
  }
  return output
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// The letters of true and false that are number bytes too do no harm: no number begins there.
private func isNumberByte(_ byte: UInt8) -> Bool {
  isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
}

/// JSON's own grammar of a number, so that quoting never makes a wrong document right.
private func isNumber(_ token: [UInt8]) -> Bool {
  var rest = token[...]
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
