/// A cloud's error code and what it means for the caller. `Family.*` stands for `Family` and for
/// every code below it that is not listed itself. The names mislead: the full code decides.
public struct ErrorCode: Sendable {
  let code: StaticString
  let status: Status

  init(_ code: StaticString, _ status: Status) {
    self.code = code
    self.status = status
  }
}

extension [ErrorCode] {
  func status(of code: Bytes) -> Status? {
    if let exact = first(where: { code == $0.code }) { return exact.status }
    let family = Bytes(code.prefix { $0 != UInt8(ascii: ".") }) + ".*"
    return first { family == $0.code }?.status
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
