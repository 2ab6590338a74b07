import CPlatform

/// Text handed out: NUL-terminated, at one place for as long as its object lives, then wiped. It is
/// only ever read, from any thread.
@safe public final class CText: @unchecked Sendable {
  private let storage: UnsafeMutableRawBufferPointer

  public init(_ bytes: [UInt8]) {
    unsafe storage = .allocate(byteCount: bytes.count + 1, alignment: 1)
    unsafe storage.copyBytes(from: bytes)
    unsafe storage[bytes.count] = 0
  }

  deinit {
    unsafe storage.baseAddress.map { unsafe explicit_bzero($0, storage.count) }
    unsafe storage.deallocate()
  }

  public var pointer: UnsafePointer<CChar>? {
    unsafe UnsafeRawPointer(storage.baseAddress)?.assumingMemoryBound(to: CChar.self)
  }

  /// The text behind so many NULs, where several are in one.
  public func part(_ index: Int) -> UnsafePointer<CChar>? {
    var start = unsafe pointer
    for _ in 0..<index { unsafe start = unsafe start.map { unsafe $0 + strlen($0) + 1 } }
    return unsafe start
  }

  /// Without the NUL.
  public var size: Int { unsafe storage.count - 1 }
}
