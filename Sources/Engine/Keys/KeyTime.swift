import JSON

/// The time at which a key expires, in the forms that sources give it in: unix seconds,
/// `2024-02-29T16:00:00Z`, or with `+08:00` behind it. Nil for anything else.
func keyTime(_ value: JSONValue?) -> Int64? {
  (value?.number ?? value?.text).flatMap { keyTime($0) }
}

func keyTime(_ text: Bytes) -> Int64? {
  if let seconds = integer(of: text) { return Moment(seconds: seconds)?.seconds }
  let form = Bytes("0000-00-00T00:00:00")
  guard text.count > form.count,
    zip(text, form).allSatisfy({ $1.isASCIIDigit ? $0.isASCIIDigit : $0 == $1 })
  else { return nil }
  func number(_ offset: Int, _ digits: Int = 2) -> Int64 {
    integer(of: Bytes(text[offset..<(offset + digits)])) ?? .max
  }
  let (year, month, day) = (number(0, 4), number(5), number(8))
  let (hour, minute, second) = (number(11), number(14), number(17))
  guard (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60,
    let offset = zoneOffset(text.dropFirst(form.count))
  else { return nil }
  let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
  return seconds - offset
}

/// Seconds east of Greenwich, behind a part of a second that nobody needs.
private func zoneOffset(_ text: ArraySlice<UInt8>) -> Int64? {
  var zone = text
  if zone.first == UInt8(ascii: ".") { zone = zone.dropFirst().drop { $0.isASCIIDigit } }
  if zone.elementsEqual(Bytes("Z")) { return 0 }
  let digits = zone.dropFirst().filter { $0 != UInt8(ascii: ":") }
  guard let sign = zone.first, sign.isOne(of: "+-"), digits.count == 4,
    let hours = integer(of: Bytes(digits.prefix(2))),
    let minutes = integer(of: Bytes(digits.suffix(2))), hours < 24, minutes < 60
  else { return nil }
  return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
}

/// Days since 1970-01-01, in years that begin in March: then the leap day comes last.
private func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
  let year = month <= 2 ? year - 1 : year
  let monthFromMarch = (month + 9) % 12
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * monthFromMarch + 2) / 5 + day - 1
    - 719_468
}
