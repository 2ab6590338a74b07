import Foundation
import Testing

@testable import Engine

@Suite struct MomentTests {
  @Test func aMomentIsWrittenInEveryForm() throws {
    let moment = try #require(Moment(seconds: 1_709_222_400))
    #expect(moment.compact.string == "20240229T160000Z")
    #expect(moment.dashed.string == "2024-02-29T16:00:00Z")
    #expect(moment.compactDate.string == "20240229")
    #expect(moment.dashedDate.string == "2024-02-29")
    #expect(moment.unix.string == "1709222400")
  }

  @Test func theYearsBefore1970AndAfter9999AreRefused() {
    #expect(Moment(seconds: -1) == nil)
    #expect(Moment(seconds: 253_402_300_800) == nil)
    #expect(Moment(seconds: .max) == nil)
    #expect(Moment(seconds: 253_402_300_799)?.dashed.string == "9999-12-31T23:59:59Z")
  }

  /// Every day for 400 years, the length of the calendar's cycle, against Foundation's calendar.
  @Test func everyDateOfACycleIsRight() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for day in stride(from: Int64(0), to: 146_097, by: 1) {
      let seconds = day * 86_400 + day % 86_400
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
      let expected =
        decimal(Int64(parts.year ?? 0), digits: 4) + decimal(Int64(parts.month ?? 0), digits: 2)
        + decimal(Int64(parts.day ?? 0), digits: 2)
      let made = try #require(Moment(seconds: seconds)).compactDate
      if made != expected { Issue.record("day \(day): \(made.string)") }
    }
  }
}
