/// The fault of a text as such: malformed UTF-8 or a control character; or nil.
func textProblem(in value: Bytes) -> Bytes? {
  if value.isPrintableASCII { return nil }
  var position = 0
  for character in Characters(of: value) {
    position += 1
    guard let character else {
      return Bytes("is not well-formed UTF-8") + at(position)
    }
    if isControl(character) {
      return Bytes("has a ") + name(of: character) + at(position)
    }
  }
  return nil
}

/// The first character that a rule does not allow, or too many of them. `value` is well-formed.
func characterProblem(in value: Bytes, limit: Int, allowed: (UInt8) -> Bool) -> Bytes? {
  if value.count <= limit && value.allSatisfy({ $0 < 0x80 && allowed($0) }) { return nil }
  var count = 0
  for case let character? in Characters(of: value) {
    count += 1
    if character > 0x7F || !allowed(UInt8(truncatingIfNeeded: character)) {
      return Bytes("has a ") + name(of: character) + at(count)
    }
  }
  return count > limit ? Bytes("has ") + decimal(Int64(count)) + " characters" : nil
}

/// `value` is well-formed.
func lengthProblem(in value: Bytes, limit: Int) -> Bytes? {
  let count = Characters(of: value).reduce(0) { count, _ in count + 1 }
  return count > limit ? "has " + decimal(Int64(count)) + " characters" : nil
}

/// For people and logs: one line, without control characters, and UTF-8 whatever a header held.
func printable(_ text: Bytes) -> Bytes {
  if text.isPrintableASCII { return text }
  var output = Bytes()
  for character in Characters(of: text) {
    guard let character, let scalar = Unicode.Scalar(character) else {
      output.append(UInt8(ascii: "?"))
      continue
    }
    output += isControl(character) ? [0x20] : Bytes(UTF8.encode(scalar) ?? .init())
  }
  return output
}

extension Bytes {
  var isPrintableASCII: Bool { allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

  /// At most so many bytes of UTF-8, and no part of a character.
  func shortened(to limit: Int) -> Bytes {
    guard count > limit else { return self }
    let isWhole = self[limit] & 0xC0 != 0x80
    let end = isWhole ? limit : self[..<limit].lastIndex { $0 & 0xC0 != 0x80 }
    return Bytes(self[..<(end ?? 0)])
  }
}

private func isControl(_ character: UInt32) -> Bool {
  character < 0x20 || (0x7F...0x9F).contains(character)
}

private func at(_ position: Int) -> Bytes {
  Bytes(" at character ") + decimal(Int64(position))
}

private func name(of character: UInt32) -> Bytes {
  switch character {
  case 0x09: return Bytes("tab")
  case 0x0A: return Bytes("line feed")
  case 0x0D: return Bytes("carriage return")
  case 0x20: return Bytes("blank")
  case 0x21...0x7E: return [0x27, UInt8(character), 0x27]
  default: return Bytes("character U+") + codePoint(character)
  }
}

private func codePoint(_ character: UInt32) -> Bytes {
  let digits = Bytes("0123456789ABCDEF")
  var text = Bytes()
  for shift in stride(from: 20, through: 0, by: -4) {
    let digit = Int(character >> UInt32(shift) & 15)
    if digit != 0 || !text.isEmpty || shift < 16 { text.append(digits[digit]) }
  }
  return text
}

/// The scalars of UTF-8 text, nil for each malformed part: overlong, surrogate, cut, beyond
/// U+10FFFF. One at a time: a secret leaves no copy behind.
private struct Characters: Sequence, IteratorProtocol {
  private var bytes: IndexingIterator<Bytes>
  private var decoder = UTF8()

  init(of bytes: Bytes) {
    self.bytes = bytes.makeIterator()
  }

  mutating func next() -> UInt32?? {
    switch decoder.decode(&bytes) {
    case .scalarValue(let scalar): .some(scalar.value)
    case .error: .some(nil)
    case .emptyInput: nil
    }
  }
}
