/// An INI file, as the vendors' SDKs read it: sections of `name = value` or `name: value`, comments
/// behind `#` or `;` at the start of a line.
struct KeyINI {
  private var sections: [(name: Bytes, pairs: [Pair])] = []

  struct Mistake: Error {
    /// In words that go behind the file's name.
    let problem: Bytes
  }

  init(_ text: Bytes) throws(Mistake) {
    let lines = withoutMark(text).split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, raw) in lines.enumerated() {
      let line = trimmed(Bytes(raw))
      if line.isEmpty || line[0].isOne(of: "#;") { continue }
      guard let problem = add(line) else { continue }
      throw Mistake(problem: "line " + decimal(Int64(index + 1)) + problem)
    }
  }

  private mutating func add(_ line: Bytes) -> Bytes? {
    if line[0] == UInt8(ascii: "[") {
      guard let end = line.lastIndex(of: UInt8(ascii: "]")) else { return Bytes(" has no ]") }
      let name = Bytes(line[1..<end])
      if sections.contains(where: { $0.name == name }) { return Bytes(" begins a section again") }
      sections.append((name, []))
      return nil
    }
    guard !sections.isEmpty else { return Bytes(" comes before any [section]") }
    guard let end = line.firstIndex(where: { $0.isOne(of: "=:") }), end > 0 else {
      return Bytes(" is no name = value")
    }
    let name = trimmed(Bytes(line[..<end])).lowercased
    let last = sections.count - 1
    if sections[last].pairs.contains(where: { $0.name == name }) {
      return Bytes(" gives a name again")
    }
    sections[last].pairs.append(
      Pair(name: name, value: trimmed(Bytes(line[(end + 1)...]))))
    return nil
  }

  /// The values of a section; nil if there is none.
  func section(_ name: Bytes) -> [Pair]? { sections.first { $0.name == name }?.pairs }
}

extension [Pair] {
  /// A value that is not empty.
  func value(_ name: StaticString) -> Bytes? {
    first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }
}

/// Text without the byte-order mark that some editors put before it.
func withoutMark(_ text: Bytes) -> Bytes {
  text.starts(with: [0xEF, 0xBB, 0xBF]) ? Bytes(text.dropFirst(3)) : text
}
