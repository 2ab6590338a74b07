public import CPlatform

public enum Clock {
  /// Milliseconds that only ever go forward.
  public static var monotonic: Int64 {
    let now = time(CLOCK_MONOTONIC)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }

  /// Milliseconds since 1970, as the system's clock has it.
  public static var unix: Int64 {
    let now = time(CLOCK_REALTIME)
    return Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
  }

  public static func time(ofMilliseconds milliseconds: Int64) -> timespec {
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
