/// A rule for a value. Every text must also be well-formed UTF-8 without control characters.
public enum Rule: Sendable {
  /// The ID rule of Volcengine's pages, `[a-zA-Z0-9_@\-\.]{1,128}`, over the whole string.
  case identifier
  /// Alibaba gives no rule for its ids: the ID rule, and the `*` of its masked samples.
  case maskableIdentifier
  /// An integer from 0 to 2^63-1, written as JSON writes one. It stays text: exact.
  case integer
  case integerIn(ClosedRange<Int64>)
  case evenIntegerIn(ClosedRange<Int64>)
  case zeroOrIntegerIn(ClosedRange<Int64>)
  case boolean
  case webURL
  /// At least one character.
  case text
  /// So that an integer where one does not belong is told apart.
  case textButNoInteger
  case alphanumeric(ClosedRange<Int>)
  case oneOf([StaticString])
  case oneOfInAnyCase([StaticString])
  /// Text, as Alibaba wants parts of a whole.
  case fraction
  /// As Tencent's older operations want a time, which is China's.
  case chinaTime
  /// A part of an access key: a slip in copying it, such as a blank or quotes around it, would end
  /// as a signature failure. What is said of it repeats no character.
  case key
  /// As it stands in a header: no blank at either end.
  case headerValue
  /// A host with or without a port.
  case authority
  /// A region or service name, as it stands in a signature's scope.
  case label
  case action
  case version
  case proxy
  case object([Parameter], [Condition] = [])
  indirect case list(of: Rule, ClosedRange<Int> = 0...Int.max)
  /// Another rule, and no more characters than that.
  indirect case atMost(Int, Rule)
  /// Another rule, and what there is to be said about it.
  indirect case explained(Rule, StaticString)

  public var text: Bytes {
    switch self {
    case .identifier: Bytes("1 to 128 of a-z A-Z 0-9 _ @ - .")
    case .maskableIdentifier: Bytes("1 to 128 of a-z A-Z 0-9 _ @ - . *")
    case .integer: Bytes("a decimal integer from 0 to 9223372036854775807")
    case .integerIn(let range): "an integer" + bounds(range)
    case .evenIntegerIn(let range): "an even integer" + bounds(range)
    case .zeroOrIntegerIn(let range): "0, or an integer" + bounds(range)
    case .boolean: Bytes("true or false")
    case .webURL: Bytes("an http or https URL, percent-encoded")
    case .text: Bytes("UTF-8 without control characters, not empty")
    case .textButNoInteger: Bytes("UTF-8 without control characters, no integer, not empty")
    case .alphanumeric(let range):
      decimal(Int64(range.lowerBound)) + " to " + decimal(Int64(range.upperBound))
        + " of a-z A-Z 0-9"
    case .oneOf(let words): "one of " + listed(words)
    case .oneOfInAnyCase(let words): "one of " + listed(words) + ", in any case"
    case .fraction: Bytes("a text such as \"0.25\", from 0 to 1")
    case .chinaTime: Bytes("China's time as YYYY-MM-DD HH:MM:SS, URL-encoded or not")
    case .key:
      Bytes("printable ASCII: no line end, byte-order mark or no-break space; ")
        + "no blanks or quotes around it, not empty"
    case .headerValue:
      Bytes("UTF-8 without control characters, no blank at either end, not empty")
    case .authority:
      Bytes("host or host:port, the host of a-z A-Z 0-9 - _ . or an IPv6 address in []")
    case .label: Bytes("1 to 64 of a-z A-Z 0-9 - _")
    case .action: Bytes("1 to 128 of a-z A-Z 0-9")
    case .version: Bytes("a date: YYYY-MM-DD")
    case .proxy: Bytes("[http://][user[:password]@]host:port[/], percent-encoded, no other scheme")
    case .object: Bytes("an object")
    case .list(_, let range) where range.upperBound == .max: Bytes("a list")
    case .list(_, let range):
      "a list of " + decimal(Int64(range.lowerBound)) + " to " + decimal(Int64(range.upperBound))
    case .atMost(let limit, let rule):
      rule.text + ", at most " + decimal(Int64(limit)) + " characters"
    case .explained(let rule, let words): rule.text + "; " + Bytes(words)
    }
  }

  /// The fault of a text, or of a number as it is written; or nil.
  public func problem(with value: Bytes) -> Bytes? {
    if value.isEmpty { return Bytes("is empty") }
    if case .key = self { return keyProblem(with: value) }
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
    case .alphanumeric(let range):
      characterProblem(in: value, limit: range.upperBound) { $0.isASCIIAlphanumeric }
        ?? (value.count < range.lowerBound
          ? "has " + decimal(Int64(value.count)) + " characters" : nil)
    case .integer: integerProblem(with: value)
    case .integerIn(let range): integerProblem(with: value, in: range)
    case .evenIntegerIn(let range):
      integerProblem(with: value, in: range)
        ?? (value.last.map { $0 % 2 == 1 } == true ? Bytes("is odd") : nil)
    case .textButNoInteger: value.allSatisfy { $0.isASCIIDigit } ? Bytes("is an integer") : nil
    case .zeroOrIntegerIn(let range):
      value == "0" ? nil : integerProblem(with: value, in: range)
    case .oneOf(let words): words.contains { value == $0 } ? nil : Bytes("is not an allowed value")
    case .oneOfInAnyCase(let words):
      words.contains { value.lowercased == $0.bytes.lowercased }
        ? nil : Bytes("is not an allowed value")
    case .fraction: isFraction(value) ? nil : Bytes("is not such a part")
    case .chinaTime: isTime(value) ? nil : Bytes("is not such a time")
    case .webURL: webURLProblem(with: value)
    case .authority: Authority(value) == nil ? Bytes("is not a host") : nil
    case .version: isDate(value) ? nil : Bytes("is not such a date")
    case .headerValue: blankProblem(with: value)
    case .proxy: proxyProblem(with: value)
    case .key, .text, .boolean, .object, .list: nil
    case .atMost(let limit, let rule):
      rule.ownProblem(with: value) ?? lengthProblem(in: value, limit: limit)
    case .explained(let rule, _): rule.ownProblem(with: value)
    }
  }
}

private func bounds(_ range: ClosedRange<Int64>) -> Bytes {
  " from " + decimal(range.lowerBound) + " to " + decimal(range.upperBound)
}

private func listed(_ words: [StaticString]) -> Bytes { joined(words.map { $0.bytes }, by: ", ") }
