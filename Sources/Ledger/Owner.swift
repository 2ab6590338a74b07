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

  /// Nil where there is no such process, or /proc cannot be read.
  public static func process(_ pid: Int64) -> Owner? {
    guard let boot, let thisNamespace, case .runs(let startTime) = life(of: pid) else { return nil }
    return Owner(boot: boot, namespace: thisNamespace, pid: pid, startTime: startTime)
  }

  /// False if it is gone for certain: of a process in another namespace nobody here can tell, nor
  /// of any while /proc cannot be read.
  public var isAlive: Bool {
    guard let boot = Self.boot else { return true }
    guard self.boot == boot else { return false }
    guard namespace == Self.thisNamespace else { return true }
    switch Self.life(of: pid) {
    case .runs(let startTime): return startTime == self.startTime
    case .hasEnded: return false
    case .unknown: return true
    }
  }

  private static var thisNamespace: Int64? {
    var about = stat()
    let path = Bytes("/proc/self/ns/pid")
    return unsafe path.withCString { unsafe stat($0, &about) } == 0
      ? Int64(truncatingIfNeeded: about.st_ino) : nil
  }

  private static var boot: Bytes? {
    contents(of: Bytes("/proc/sys/kernel/random/boot_id"))?.filter { $0 > 0x20 }
  }

  private enum Life {
    case runs(startTime: Int64)
    /// There is no such process, or only what is left of one.
    case hasEnded
    case unknown
  }

  private static func life(of pid: Int64) -> Life {
    var path = Bytes("/proc/")
    path += decimal(pid)
    path += "/stat"
    guard let text = contents(of: path) else {
      // /proc may hide the processes of others, and it may be full: the kernel knows.
      let isThere = kill(pid_t(clamping: pid), 0) == 0 || crec_errno() != ESRCH
      return isThere ? .unknown : .hasEnded
    }
    // The name, the second word, is in brackets and may hold anything; the state follows.
    guard let bracket = text.lastIndex(of: UInt8(ascii: ")")) else { return .unknown }
    let words = text[(bracket + 1)...].split(separator: UInt8(ascii: " "))
    guard words.count > 19 else { return .unknown }
    // The first thread may have ended before the others.
    let isLeftover = words[0].first == UInt8(ascii: "Z") && number(words[17]) <= 1
    if isLeftover || words[0].first == UInt8(ascii: "X") { return .hasEnded }
    return .runs(startTime: number(words[19]))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64 {
    digits.reduce(Int64(0)) { $0 &* 10 &+ Int64($1 &- 0x30) }
  }

  /// Nil if it cannot be read.
  private static func contents(of path: Bytes) -> Bytes? {
    let file = unsafe path.withCString { unsafe crec_open($0, O_RDONLY | O_CLOEXEC, 0) }
    guard file >= 0 else { return nil }
    defer { close(file) }
    var text = Bytes(repeating: 0, count: 1_024)
    let count = unsafe text.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
    return count > 0 ? Bytes(text.prefix(count)) : nil
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
