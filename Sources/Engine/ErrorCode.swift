/// A cloud's error code and what it means for the caller. `Family.*` stands for `Family` and for
/// every code below it that is not listed itself. The names mislead: the full code decides.
public struct ErrorCode: Sendable {
  let code: StaticString
  private let ofStop: Status
  private let ofOthers: Status

  init(_ code: StaticString, _ status: Status) {
    self.code = code
    ofStop = status
    ofOthers = status
  }

  /// A code that a stop may take for success.
  init(_ code: StaticString, ofStop: Status, ofOthers: Status) {
    self.code = code
    self.ofStop = ofStop
    self.ofOthers = ofOthers
  }

  func status(of effect: Operation.Effect?) -> Status { effect == .stop ? ofStop : ofOthers }
}

extension [ErrorCode] {
  func status(of code: Bytes, answering effect: Operation.Effect?) -> Status? {
    let family = Bytes(code.prefix { $0 != UInt8(ascii: ".") }) + ".*"
    let entry = first { code == $0.code } ?? first { family == $0.code }
    return entry?.status(of: effect)
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
