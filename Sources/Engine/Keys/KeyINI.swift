/// An INI file, as the vendors' SDKs read it: sections of `name = value` or `name: value`, comments
/// behind `#` or `;` at the start of a line.
struct KeyINI {
  private var sections: [(name: Bytes, pairs: [Pair])] = []
  /// Names that may be there once: of sections, and within a section.
  private var names: [Name] = []

  private struct Name {
    /// Its section; -1 for the name of one.
    let section: Int
    let name: Bytes
    let line: Int

    /// In any order in which the same come together.
    func isBefore(_ other: Name) -> Bool {
      if section != other.section { return section < other.section }
      if name.count != other.name.count { return name.count < other.name.count }
      if name != other.name { return name.lexicographicallyPrecedes(other.name) }
      return line < other.line
    }
  }

  struct Mistake: Error {
    /// In words that go behind the file's name.
    let problem: Bytes
  }

  init(_ text: Bytes) throws(Mistake) {
    let lines = withoutMark(text).split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, raw) in lines.enumerated() {
      let line = trimmed(Bytes(raw))
      if line.isEmpty || line[0].isOne(of: "#;") { continue }
      guard let problem = add(line, at: index + 1) else { continue }
      throw Mistake(problem: "line " + decimal(Int64(index + 1)) + problem)
    }
    guard let again = firstAgain() else { return }
    throw Mistake(
      problem: "line " + decimal(Int64(again.line))
        + Bytes(again.section < 0 ? " begins a section again" : " gives a name again"))
  }

  private mutating func add(_ line: Bytes, at number: Int) -> Bytes? {
    if line[0] == UInt8(ascii: "[") {
      guard let end = line.lastIndex(of: UInt8(ascii: "]")) else { return Bytes(" has no ]") }
      let name = Bytes(line[1..<end])
      names.append(Name(section: -1, name: name, line: number))
      sections.append((name, []))
      return nil
    }
    guard !sections.isEmpty else { return Bytes(" comes before any [section]") }
    guard let end = line.firstIndex(where: { $0.isOne(of: "=:") }), end > 0 else {
      return Bytes(" is no name = value")
    }
    let name = trimmed(Bytes(line[..<end])).lowercased
    let last = sections.count - 1
    names.append(Name(section: last, name: name, line: number))
    sections[last].pairs.append(
      Pair(name: name, value: trimmed(Bytes(line[(end + 1)...]))))
    return nil
  }

  /// The first name that was there before.
  private func firstAgain() -> Name? {
    let sorted = names.sorted { $0.isBefore($1) }
    let again = zip(sorted, sorted.dropFirst()).filter { before, name in
      before.section == name.section && before.name == name.name
    }
    return again.map { $0.1 }.min { $0.line < $1.line }
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
