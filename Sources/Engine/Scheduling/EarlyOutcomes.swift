/// Outcomes of calls that end before a reply, or without one.
extension Outcome {
  /// `obstacle` kept it from being sent, if it was not; `isLate` says that there was time left, but
  /// no more than a reply may take.
  public static func timedOut(
    wasSent: Bool, while obstacle: Bytes, isLate: Bool = false
  ) -> Outcome {
    let passed: StaticString =
      isLate ? "less than a third of the time limit was left" : "the time limit passed"
    let message =
      wasSent
      ? Bytes("the time limit passed before the reply was there")
      : Bytes(passed) + Bytes(" before the request was sent, while ") + obstacle
    return Outcome(.timeout, message: message, mayHaveBeenApplied: wasSent)
  }

  static var overtaken: Outcome {
    Outcome(
      .cancelled, message: Bytes("not made: a stop of the same task could wait no longer"),
      mayHaveBeenApplied: false)
  }

  static var nothingToStop: Outcome {
    Outcome(
      .alreadyStopped, message: Bytes("not made: no start of its task was sent"),
      mayHaveBeenApplied: false)
  }

  public static func cancelled(wasSent: Bool) -> Outcome {
    let message: StaticString =
      wasSent
      ? "the call was cancelled before the reply was there"
      : "the call was cancelled before the request was sent"
    return Outcome(.cancelled, message: Bytes(message), mayHaveBeenApplied: wasSent)
  }
}
