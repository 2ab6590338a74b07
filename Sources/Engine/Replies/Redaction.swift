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
    guard secrets.contains(where: { bytes.count >= $0.text.count }) else {
      return printable(bytes.shortened(to: limit))
    }
    var output = Bytes()
    output.reserveCapacity(min(bytes.count, limit + 1))
    var index = 0
    while index < bytes.count, output.count <= limit {
      if let secret = secrets.first(where: { bytes.has($0.text, at: index) }) {
        output.append(secret.name)
        index += secret.text.count
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    return printable(output.shortened(to: limit))
  }
}

extension Bytes {
  fileprivate func has(_ part: Bytes, at start: Int) -> Bool {
    guard self[start] == part[0], part.count <= count - start else { return false }
    for index in part.indices where self[start + index] != part[index] { return false }
    return true
  }
}
