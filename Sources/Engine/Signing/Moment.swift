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
  public var compactDate: Bytes { date(separator: "") }

  /// `2024-02-29`
  public var dashedDate: Bytes { date(separator: "-") }

  /// `20240229T160000Z`
  public var compact: Bytes { compactDate + "T" + time(separator: "") + "Z" }

  /// `2024-02-29T16:00:00Z`
  public var dashed: Bytes { dashedDate + "T" + time(separator: ":") + "Z" }

  /// `1709222400`
  public var unix: Bytes { decimal(seconds) }

  private func date(separator: StaticString) -> Bytes {
    let (year, month, day) = civil
    return joined(
      [decimal(year, digits: 4), decimal(month, digits: 2), decimal(day, digits: 2)], by: separator)
  }

  private func time(separator: StaticString) -> Bytes {
    let ofDay = seconds % 86_400
    return joined(
      [ofDay / 3600, ofDay / 60 % 60, ofDay % 60].map { decimal($0, digits: 2) }, by: separator)
  }

  /// The Gregorian date, by counting in years that begin in March: then the leap day comes last.
  private var civil: (year: Int64, month: Int64, day: Int64) {
    let daysInEra: Int64 = 146_097  // of 400 years
    let days = seconds / 86_400 + 719_468  // since 0000-03-01
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
