import CCurl
import CPlatform
import Engine

enum Clock {
  /// Milliseconds that only ever go forward.
  static var monotonic: Int64 {
    let now = time(CLOCK_MONOTONIC)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// The time to sign; nil if the system's clock is outside the years that have a form.
  static var now: Moment? {
    Moment(seconds: Int64(time(CLOCK_REALTIME).tv_sec))
  }

  /// The time of a Date header.
  static func moment(ofDate text: Bytes) -> Moment? {
    let seconds = unsafe (text + [0]).withUnsafeBytes {
      unsafe curl_getdate($0.baseAddress?.assumingMemoryBound(to: CChar.self), nil)
    }
    return Moment(seconds: Int64(seconds))
  }

  static func time(ofMilliseconds milliseconds: Int64) -> timespec {
    var time = timespec()
    time.tv_sec = Int(milliseconds / 1_000)
    time.tv_nsec = Int(milliseconds % 1_000 * 1_000_000)
    return time
  }

  private static func time(_ clock: clockid_t) -> timespec {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return time
  }
}
