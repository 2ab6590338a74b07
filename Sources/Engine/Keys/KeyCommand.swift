import JSON

/// The words of a command line, as a shell would split them: blanks between them, quotes and
/// backslashes taken off, and nothing else done. Nil if a quote is left open, or there is a NUL.
func commandWords(_ text: Bytes) -> [Bytes]? {
  var words: [Bytes] = []
  var word = Bytes()
  var isInWord = false
  var quote: UInt8?
  var isEscaped = false
  for byte in text {
    if byte == 0 { return nil }
    let isBlank = quote == nil && !isEscaped && byte.isOne(of: " \t\r\n")
    if isBlank && isInWord {
      words.append(word)
      word = []
    }
    isInWord = !isBlank
    if isBlank { continue }
    if isEscaped {
      // Between double quotes a backslash stands for itself before all but these.
      if quote != nil && !byte.isOne(of: "\\\"") { word.append(UInt8(ascii: "\\")) }
      word.append(byte)
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") && quote != UInt8(ascii: "'") {
      isEscaped = true
    } else if byte == quote {
      quote = nil
    } else if quote == nil && byte.isOne(of: "\"'") {
      quote = byte
    } else {
      word.append(byte)
    }
  }
  if isInWord { words.append(word) }
  return quote == nil && !isEscaped ? words : nil
}

extension KeyProgress {
  /// Runs a program, and goes on with the JSON object that it prints.
  static func output(
    of command: Bytes?, _ what: Bytes, then: @escaping (JSONValue) -> KeyProgress
  ) -> KeyProgress {
    guard let words = command.flatMap({ commandWords($0) }), !words.isEmpty else {
      return .nothing(what + Bytes(": process_command is missing, or has an open quote or a NUL"))
    }
    return .needs(.output(of: words)) { given in
      switch given {
      case .output(let bytes):
        .object(bytes, what + ": the output of process_command", then: then)
      case .failure(let why, let isPassing):
        .nothing(what + Bytes(": process_command ") + why, isPassing: isPassing)
      case .file, .absent, .reply, .key: .nothing(what)
      }
    }
  }
}
