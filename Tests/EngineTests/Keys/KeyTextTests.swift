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

  @Test(arguments: ["a 'b", "a \"b", "a \\"])
  func anOpenQuoteIsNone(_ line: String) {
    #expect(commandWords(Bytes(line)) == nil)
  }
}
