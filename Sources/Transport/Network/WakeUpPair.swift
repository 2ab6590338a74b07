import CCurl
import CPlatform

/// The two descriptors by which another thread could wake libcurl up. They are made without
/// close-on-exec, every program that the host executes would inherit them, and libcurl does not
/// tell their numbers: they show by what a wake-up moves.
enum WakeUpPair {
  /// More than a host opens between one system call and the next.
  private static let searched: Int32 = 64

  /// The number that the next descriptor gets, or a lower one that becomes free meanwhile.
  static var nextDescriptor: Int32 {
    let probe = eventfd(0, crec_eventfd_flags)
    if probe >= 0 { close(probe) }
    return probe
  }

  /// Marks the pair of a handle that was made after `first` was the next descriptor's number.
  static func closeOnExec(of multi: UnsafeMutableRawPointer, from first: Int32) {
    guard first >= 0 else { return }
    let inherited = (first..<first + searched).filter { crec_is_inherited($0) == 1 }
    guard let reader = moved(among: inherited, by: { unsafe curl_multi_wakeup(multi) }) else {
      return
    }
    let writer = moved(among: inherited) { crec_socket_send_byte(reader) }
    for descriptor in [reader, writer].compactMap({ $0 }) {
      crec_socket_drop_bytes(descriptor)
      crec_close_on_exec(descriptor)
    }
  }

  /// The one that has just this byte to read after it.
  private static func moved(among descriptors: [Int32], by move: () -> Void) -> Int32? {
    let before = descriptors.map { crec_readable_bytes($0) }
    move()
    return zip(descriptors, before).first {
      $1 == 0 && crec_readable_bytes($0) == 1
    }?.0
  }
}
