/// JSON that a caller gave: an object, with its members' values as they are written.
public struct JSONObject {
  public struct Member {
    public let name: [UInt8]
    /// A text's; nil for other values.
    public let text: [UInt8]?
    /// A list's elements as text, where none of them is an object or a list; nil for other values.
    public let list: [[UInt8]]?
    /// Compact.
    public let json: [UInt8]
  }

  public let value: JSONValue
  public let members: [Member]

  public init(parsing bytes: [UInt8]) throws(JSONFault) {
    value = try JSONValue(parsing: bytes)
    guard value.isObject else { throw JSONFault(problem: "is not a JSON object") }
    members = zip(value.members, memberTexts(of: compact(bytes))).map { member, json in
      Member(
        name: member.name, text: member.value.text,
        list: plainList(member.value), json: json)
    }
  }
}

private func plainList(_ value: JSONValue) -> [[UInt8]]? {
  let elements = value.elements
  let texts = elements.compactMap { $0.text ?? $0.number ?? $0.boolean }
  return value.kind == .list && texts.count == elements.count ? texts : nil
}
