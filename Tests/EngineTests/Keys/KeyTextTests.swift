import Testing

@testable import Engine

/// The texts that keys come in: times, INI files, command lines.
struct KeyTextTests {
  @Test(arguments: [
    ("1709222400", 1_709_222_400), ("2024-02-29T16:00:00Z", 1_709_222_400),
    ("2024-03-01T00:00:00+08:00", 1_709_222_400),
    ("2024-02-29T11:00:00.123456-0500", 1_709_222_400),
    ("1970-01-01T00:00:00Z", 0), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ("253402300799", 253_402_300_799),
  ])
  func aTimeIsRead(_ text: String, _ seconds: Int64) {
    #expect(keyTime(Bytes(text)) == seconds)
  }

  @Test(arguments: [
    "", "never", "2024-02-29", "2024-02-29 16:00:00Z", "2024-02-29T16:00:00",
    "2024-13-01T00:00:00Z",
    "2024-02-29T24:00:00Z", "2024-02-29T16:00:00+8", "253402300800", "99999999999999999999", "-1",
  ])
  func anotherTextIsNoTime(_ text: String) {
    #expect(keyTime(Bytes(text)) == nil)
  }

  @Test func anINIFileIsReadAsTheVendorsDo() throws {
    let text =
      "\u{FEFF}; a note\r\n[default]\r\nSecret_Id = a=b\r\n# no\r\nkey:c \r\n\r\n[ two ]\nx=\n"
    let file = try KeyINI(Bytes(text))
    let section = try #require(file.section(Bytes("default")))
    #expect(section.value("secret_id") == Bytes("a=b"))
    #expect(section.value("key") == Bytes("c"))
    #expect(file.section(Bytes("two")) == nil)
    #expect(file.section(Bytes(" two "))?.value("x") == nil)
  }

  @Test(arguments: [
    ("a=1", "line 1 comes before any [section]"), ("[a]\nb", "line 2 is no name = value"),
    ("[a]\n[a]", "line 2 begins a section again"), ("[a]\nb=1\nB=2", "line 3 gives a name again"),
    ("[a", "line 1 has no ]"), ("[a]\n=1", "line 2 is no name = value"),
    ("[a]\nx=1\nx=2\n[a]", "line 3 gives a name again"),
    ("[b]\n[a]\n[b]\nx=1\nx=2", "line 3 begins a section again"),
    ("[b]\nz=1\n[a]\nx=1\ny=1\nx=2\ny=2\n[b]", "line 6 gives a name again"),
    ("[b]\nx=1\n[a]\nx=1\n[bb]\nx=1\n[a]", "line 7 begins a section again"),
  ])
  func theFaultOfAnINIFileIsNamed(_ text: String, _ problem: String) {
    let mistake = #expect(throws: KeyINI.Mistake.self) { try KeyINI(Bytes(text)) }
    #expect(mistake?.problem == Bytes(problem))
  }

  @Test(arguments: [
    ("a b", ["a", "b"]), ("  a\t'b c' \"d \\\"e\" f\\ g ", ["a", "b c", "d \"e", "f g"]),
    ("a ''", ["a", ""]), ("\"a\\b\"", ["a\\b"]), ("", []),
  ])
  func aCommandLineIsSplitAsAShellWould(_ line: String, _ words: [String]) {
    #expect(commandWords(Bytes(line)) == words.map { Bytes($0) })
  }

  @Test(arguments: ["a 'b", "a \"b", "a \\", "cat\0x", "'\0'", "a \\\0"])
  func anOpenQuoteAndANULAreNone(_ line: String) {
    #expect(commandWords(Bytes(line)) == nil)
  }

  @Test func theTimeToReadATextGrowsWithItsSize() throws {
    try expectLinear({ "name\($0)=\n" }, { try KeyINI(Bytes("[a]\n") + $0) })
    try expectLinear({ "[name\($0)]\n" }, { try KeyINI($0) })
    try expectLinear({ _ in String(repeating: "w", count: 40) }, { commandWords($0) })
  }

  /// Eight times as much may take 24 times as long.
  private func expectLinear(
    _ part: (Int) -> String, _ read: (Bytes) throws -> some Any
  ) throws {
    let times = try [1_000, 8_000].map { size in
      let text = Bytes((0..<size).map { part($0) }.joined())
      return try (0..<3).map { _ in try ContinuousClock().measure { _ = try read(text) } }.min()!
    }
    #expect(times[1] < times[0] * 24)
  }
}
