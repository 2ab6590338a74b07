import Testing

@testable import Engine
@testable import JSON

@Suite struct JSONTests {
  private func object(_ text: String) throws -> JSONObject {
    try JSONObject(parsing: Bytes(text))
  }

  @Test func aValueIsOfItsKindAndANumberIsAsItIsWritten() throws {
    let members = try object(
      ##"{"o":{},"l":[],"t":"1","n":-0.50e1,"i":9223372036854775808,"b":true,"z":null}"##
    ).value.members
    #expect(
      members.map { $0.value.kind } == [.object, .list, .text, .number, .number, .boolean, .null])
    #expect(members.map { $0.name.string } == ["o", "l", "t", "n", "i", "b", "z"])
    #expect(members[2].value.text?.string == "1" && members[2].value.number == nil)
    #expect(members[3].value.text == nil && members[3].value.number?.string == "-0.50e1")
    #expect(members[4].value.number?.string == "9223372036854775808")
  }

  /// It would abort over a fraction in a locale whose decimal point takes several bytes.
  @Test func onlySmallIntegersReachJansson() throws {
    for (given, passed) in [
      ("[12, 0,999999999999999999 ]", "[12, 0,999999999999999999 ]"),
      ("[1.5,-1e9, 1000000000000000000]", "[-2,-6, -12]"), ("-1", "-1"),
      (##"{"a1.5": true, "\"-1" :1E5}"##, ##"{"a1.5": true, "\"-1" :-24}"##),
    ] {
      #expect(try withPlacesOfNumbers(Bytes(given)).string == passed)
    }
    for wrong in ["1.5.2", "1.", "-1.x", "01", "[1.5e]", "-", "--1", "1e999e"] {
      #expect(throws: JSONFault.self, "\(wrong)") { try withPlacesOfNumbers(Bytes(wrong)) }
    }
    for wrong in [
      "{1.5:1}", "{1e9 :1}", "{1:1}", "[true1.5]", "[1true]", "[1 2]", "[+1]", "[.5]", "[1\0]",
      "[1\0]", "1\0", "[1x]",
    ] {
      #expect(throws: JSONFault.self, "\(wrong)") { try JSONValue(parsing: Bytes(wrong)) }
    }
  }

  @Test func aNumberIsAsItIsWrittenWhereverItStands() throws {
    let numbers = [
      "0", "-0", "-1", "7", "1e0", "123456789012345678", "1234567890123456789", "-9.5E-3",
      "9223372036854775807", "-9223372036854775808", "18446744073709551616", "0.10",
    ]
    let list = try #require(
      try object(##"{"l":[\##(numbers.joined(separator: " , "))]}"##).value["l"])
    #expect(list.elements.map { $0.number?.string } == numbers)
  }

  @Test func aListHasItsElementsInOrder() throws {
    let list = try #require(try object(#"{"l":["a",["b"],3]}"#).value["l"])
    #expect(list.elements.map { $0.kind } == [.text, .list, .number])
    #expect(try object("{}").value.elements.isEmpty)
  }

  @Test func eachMemberHasItsOwnTextWithoutBlanks() throws {
    let object = try object(
      ##"{ "a" : { "b, }" : [ 1.50 , "x : \" y" ] } , "c":"d e" , "f" : null,"g":[] }"##)
    #expect(
      object.members.map { $0.json.string }
        == [##"{"b, }":[1.50,"x : \" y"]}"##, #""d e""#, "null", "[]"])
    #expect(object.members.map { $0.text?.string } == [nil, "d e", nil, nil])
    #expect(try self.object("{ }").members.isEmpty)
  }

  @Test func onlyAnObjectIsAnObject() {
    for wrong in ["[]", "1", "\"{}\"", "", "{}{}", "{", #"{"a":1,"a":2}"#] {
      #expect(throws: JSONFault.self, "\(wrong)") { try object(wrong) }
    }
  }

  @Test func aTextIsQuotedAsJSONHasIt() {
    #expect(quoted(Bytes("a\"\\\n\u{1}é🎥"))?.string == ##""a\"\\\n\u0001é🎥""##)
    #expect(quoted(Bytes("")).map { $0.string } == "\"\"")
    #expect(quoted([0xFF]) == nil)
  }
}
