/// The meaning of a cloud's error code: a status, and where that alone would not be
/// true, what else.
struct Meaning: Sendable {
  let status: Status
  let isRetryable: Bool
  let mayHaveBeenApplied: Bool
  /// Beside the cloud's own message; empty where that says enough.
  let words: StaticString

  init(
    _ status: Status, isRetryable: Bool? = nil, mayHaveBeenApplied: Bool? = nil,
    words: StaticString = ""
  ) {
    self.status = status
    self.isRetryable = isRetryable ?? status.isRetryable
    self.mayHaveBeenApplied = mayHaveBeenApplied ?? status.mayHaveBeenApplied
    self.words = words
  }

  /// This very request was seen before. Nonces are random: the network made two of one.
  static let seenBefore = Meaning(
    .network, mayHaveBeenApplied: true,
    words: "an earlier copy of this request arrived; it may have been applied")

  /// Good until lately: not for people to mend, as a wrong key is.
  static let expiredToken = Meaning(
    .authentication, isRetryable: true,
    words: "the token has expired: the credentials have to be replaced")

  /// The meaning of a code by which the cloud does not tell the two apart.
  static let wrongOrExpiredToken = Meaning(
    .authentication, isRetryable: true,
    words: "the token is wrong or has expired: the credentials have to be replaced")
}

/// Error codes of a cloud that mean the same. `Family.*` stands for `Family` and for every code
/// below it that is not listed itself. The names mislead: the full code decides.
public struct ErrorCodes: Sendable {
  let codes: [StaticString]
  private let ofStop: Meaning
  private let ofOthers: Meaning

  init(_ meaning: Meaning, _ codes: StaticString...) {
    self.codes = codes
    ofStop = meaning
    ofOthers = meaning
  }

  init(_ status: Status, _ codes: StaticString...) {
    self.codes = codes
    ofStop = Meaning(status)
    ofOthers = ofStop
  }

  /// Codes that a stop may take for success.
  init(ofStop: Status, ofOthers: Status, _ codes: StaticString...) {
    self.codes = codes
    self.ofStop = Meaning(ofStop)
    self.ofOthers = Meaning(ofOthers)
  }

  func contains(_ code: Bytes) -> Bool { codes.contains { code == $0 } }

  func meaning(for effect: Operation.Effect?) -> Meaning { effect == .stop ? ofStop : ofOthers }
}

extension [ErrorCodes] {
  func meaning(of code: Bytes, answering effect: Operation.Effect?) -> Meaning? {
    let family = Bytes(code.prefix { $0 != UInt8(ascii: ".") }) + ".*"
    let row = first { $0.contains(code) } ?? first { $0.contains(family) }
    return row?.meaning(for: effect)
  }
}

extension Status {
  /// For a code that is in no table.
  init(httpStatus: Int32) {
    switch httpStatus {
    case 401: self = .authentication
    case 402: self = .accountState
    case 403: self = .permission
    case 404: self = .notFound
    case 408, 502...504: self = .unavailable
    case 409: self = .conflict
    case 429: self = .throttled
    case 400...499: self = .invalidArgument
    default: self = .cloudError
    }
  }
}
