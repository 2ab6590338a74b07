import CPlatform

/// A process that has the ledger open. Boot, pid and start time tell it from any other, also from
/// one that got its pid later.
public struct Owner: Equatable, Sendable {
  public var boot: Bytes
  /// The PID namespace in which the pid is one.
  public var namespace: Int64
  public var pid: Int64
  /// The start time of the process, in the kernel's ticks since the boot.
  public var startTime: Int64

  public init(boot: Bytes, namespace: Int64, pid: Int64, startTime: Int64) {
    self.boot = boot
    self.namespace = namespace
    self.pid = pid
    self.startTime = startTime
  }

  /// One that is gone.
  static let nobody = Owner(boot: [], namespace: 0, pid: 0, startTime: 0)

  /// Nil where there is no such process.
  public static func process(_ pid: Int64) -> Owner? {
    startTime(of: pid).map {
      Owner(boot: boot, namespace: thisNamespace, pid: pid, startTime: $0)
    }
  }

  /// False if it is gone for certain: of a process in another namespace nobody here can tell.
  public var isAlive: Bool {
    guard boot == Self.boot else { return false }
    return namespace != Self.thisNamespace || Self.startTime(of: pid) == startTime
  }

  private static var thisNamespace: Int64 {
    var about = stat()
    let path = Bytes("/proc/self/ns/pid")
    return unsafe path.withCString { unsafe stat($0, &about) } == 0
      ? Int64(truncatingIfNeeded: about.st_ino) : 0
  }

  private static var boot: Bytes {
    contents(of: Bytes("/proc/sys/kernel/random/boot_id")).filter { $0 > 0x20 }
  }

  /// Nil where there is no such process, or only what is left of one.
  private static func startTime(of pid: Int64) -> Int64? {
    var path = Bytes("/proc/")
    path += decimal(pid)
    path += "/stat"
    // The name, the second word, is in brackets and may hold anything; the state follows.
    let text = contents(of: path)
    guard let bracket = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let words = text[(bracket + 1)...].split(separator: UInt8(ascii: " "))
    guard words.count > 19, words[0].first != UInt8(ascii: "Z"), words[0].first != UInt8(ascii: "X")
    else { return nil }
    return words[19].reduce(Int64(0)) { $0 &* 10 &+ Int64($1 &- 0x30) }
  }

  private static func contents(of path: Bytes) -> Bytes {
    let file = unsafe path.withCString { unsafe crec_open($0, O_RDONLY | O_CLOEXEC, 0) }
    guard file >= 0 else { return [] }
    defer { close(file) }
    var text = Bytes(repeating: 0, count: 1_024)
    let count = unsafe text.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    return Bytes(text.prefix(max(0, count)))
  }
}

public func decimal(_ number: Int64) -> Bytes {
  var digits = Bytes()
  var rest = number.magnitude
  repeat {
    digits.append(0x30 + UInt8(rest % 10))
    rest /= 10
  } while rest > 0
  return (number < 0 ? [UInt8(ascii: "-")] : []) + digits.reversed()
}
