import CCurl
import Engine
import Platform

extension Moment {
  /// The time to sign; nil if the system's clock is outside the years that have a form.
  static var now: Moment? {
    let now = Clock.unix
    return Moment(seconds: now / 1_000 - (now % 1_000 < 0 ? 1 : 0))
  }

  /// The time of a Date header.
  init?(ofDate text: Bytes) {
    let seconds = unsafe (text + [0]).withUnsafeBytes {
      unsafe curl_getdate($0.baseAddress?.assumingMemoryBound(to: CChar.self), nil)
    }
    self.init(seconds: Int64(seconds))
  }
}
