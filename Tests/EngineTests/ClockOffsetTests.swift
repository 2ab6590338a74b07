import Testing

@testable import Engine

@Suite struct ClockOffsetTests {
  private func offset(_ seconds: Int64, of outcome: inout Outcome) throws -> Int64? {
    let now = try #require(Moment(seconds: 1_709_222_400))
    let date = try #require(Moment(seconds: now.seconds + seconds))
    return outcome.clockOffset(at: now, date: date)
  }

  @Test func upToADayIsMadeUpFor() throws {
    for seconds: Int64 in [61, 1_200, 86_400, -61, -1_200, -86_400] {
      var outcome = Outcome(.clockSkew, message: Bytes("expired"))
      #expect(try offset(seconds, of: &outcome) == seconds)
    }
  }

  @Test func moreThanADayIsToldToPeople() throws {
    var behind = Outcome(.clockSkew, message: Bytes("expired"))
    #expect(try offset(86_401, of: &behind) == nil)
    #expect(
      behind.message.string == "expired; this machine's clock is 86401 s behind the cloud's, "
        + "too far to be made up for: set it right")
    var ahead = Outcome(.clockSkew, message: [])
    #expect(try offset(-86_401, of: &ahead) == nil)
    #expect(ahead.message.string.hasPrefix("this machine's clock is 86401 s ahead of the cloud's"))
  }

  @Test func aClockThatIsRightIsTakenAsItIs() throws {
    for seconds: Int64 in [0, 60, -60] {
      var outcome = Outcome(.clockSkew, message: [])
      #expect(try offset(seconds, of: &outcome) == 0)
      #expect(outcome.message.isEmpty)
    }
  }
}
