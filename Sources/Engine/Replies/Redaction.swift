/// Secrets that were sent, which no outcome may repeat: a cloud may quote them in any text.
public struct Redaction: Sendable {
  /// The longest first: one may begin like another.
  private var secrets: [(text: Bytes, name: StaticString)] = []

  public init() {}

  /// From now on the name stands in its index; also where it is percent-encoded, as in a query.
  public mutating func add(_ secret: Bytes, as name: StaticString) {
    for text in [secret, percentEncoded(secret)] {
      guard !text.isEmpty, !secrets.contains(where: { $0.text == text }) else { continue }
      let index = secrets.firstIndex { $0.text.count < text.count } ?? secrets.endIndex
      secrets.insert((text, name), at: index)
    }
  }

  /// A text for an outcome: printable, and cut only where no part of a secret can remain.
  public func text(_ bytes: Bytes, limit: Int = Outcome.textLimit) -> Bytes {
    var output = Bytes()
    var rest = bytes[...]
    while let byte = rest.first, output.count <= limit {
      if let secret = secrets.first(where: { rest.starts(with: $0.text) }) {
        output += Bytes(secret.name)
        rest = rest.dropFirst(secret.text.count)
      } else {
        output.append(byte)
        rest = rest.dropFirst()
      }
    }
    return printable(output.shortened(to: limit))
  }
}
