/// An instant in UTC, read once per signature, so that date and time never come from two clocks.
public struct Moment: Sendable {
  /// The years 1970 to 9999: the forms below have four digits for the year.
  public static let secondsRange: ClosedRange<Int64> = 0...253_402_300_799

  public let seconds: Int64

  /// Nil outside `secondsRange`.
  public init?(seconds: Int64) {
    guard Self.secondsRange.contains(seconds) else { return nil }
    self.seconds = seconds
  }

  /// `20240229`
  public var compactDate: Bytes { text { $0.appendDate(of: self, separator: "") } }

  /// `2024-02-29`
  public var dashedDate: Bytes { text { $0.appendDate(of: self, separator: "-") } }

  /// `20240229T160000Z`
  public var compact: Bytes { both("", "") }

  /// `2024-02-29T16:00:00Z`
  public var dashed: Bytes { both("-", ":") }

  /// `1709222400`
  public var unix: Bytes { text { $0.append(decimal: seconds) } }

  /// Days since 1970-01-01.
  var day: Int64 { seconds / 86_400 }

  private func both(_ inDate: StaticString, _ inTime: StaticString) -> Bytes {
    text {
      $0.appendDate(of: self, separator: inDate)
      $0 += "T"
      $0.appendTime(of: self, separator: inTime)
      $0 += "Z"
    }
  }

  private func text(_ write: (inout Bytes) -> Void) -> Bytes {
    var text = Bytes()
    text.reserveCapacity(20)
    write(&text)
    return text
  }

  /// The Gregorian date, by counting in years that begin in March: then the leap day comes last.
  fileprivate var civil: (year: Int64, month: Int64, day: Int64) {
    let daysInEra: Int64 = 146_097  // of 400 years
    let days = day + 719_468  // since 0000-03-01
    let era = days / daysInEra
    let dayOfEra = days % daysInEra
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / (daysInEra - 1)) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

extension Bytes {
  fileprivate mutating func appendDate(of moment: Moment, separator: StaticString) {
    let (year, month, day) = moment.civil
    append(decimal: year, digits: 4)
    self += separator
    append(decimal: month, digits: 2)
    self += separator
    append(decimal: day, digits: 2)
  }

  fileprivate mutating func appendTime(of moment: Moment, separator: StaticString) {
    let ofDay = moment.seconds % 86_400
    append(decimal: ofDay / 3600, digits: 2)
    self += separator
    append(decimal: ofDay / 60 % 60, digits: 2)
    self += separator
    append(decimal: ofDay % 60, digits: 2)
  }
}
