/// The correction of this machine's clock, from a cloud's refusal of the signed time.
extension Outcome {
  /// A clock further off than this is people's to set right: seconds.
  static let clockOffsetLimit: Int64 = 86_400
  /// The clouds allow for minutes: what is nearer was refused for another reason.
  static let clockTolerance: Int64 = 60

  /// The seconds to add to this machine's clock from now on, `now` being its time and `date` the
  /// reply's; nil if the difference is too large: the message says so.
  public mutating func clockOffset(at now: Moment, date: Moment) -> Int64? {
    let offset = date.seconds - now.seconds
    guard offset.magnitude > Self.clockTolerance else { return 0 }
    let side = offset > 0 ? Bytes(" s behind") : Bytes(" s ahead of")
    var words = "this machine's clock is " + decimal(Int64(offset.magnitude)) + side
    words += " the cloud's"
    let isMadeUpFor = offset.magnitude <= Self.clockOffsetLimit
    if !isMadeUpFor { words += ", too far to be made up for: set it right" }
    add(words)
    return isMadeUpFor ? offset : nil
  }
}
