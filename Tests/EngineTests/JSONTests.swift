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
