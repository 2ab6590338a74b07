import CCrypto

/// Bytes that are wiped when the last reference goes.
@safe public final class Secret: Sendable {
  nonisolated(unsafe) private let storage: UnsafeMutableRawBufferPointer

  public convenience init(copying bytes: UnsafeRawBufferPointer) {
    unsafe self.init(count: bytes.count) { unsafe $0.copyMemory(from: bytes) }
  }

  /// Takes over what `fill` writes; nothing else ever holds a copy.
  init(count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
    unsafe storage = .allocate(byteCount: count, alignment: 1)
    unsafe fill(storage)
  }

  /// A code that is the next key.
  convenience init(_ hash: Hash) {
    unsafe self.init(count: 32) { target in
      unsafe hash.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
    }
  }

  deinit {
    unsafe OPENSSL_cleanse(storage.baseAddress, storage.count)
    unsafe storage.deallocate()
  }

  public var isEmpty: Bool { count == 0 }
  var count: Int { unsafe storage.count }

  /// A copy that nobody wipes, for the one place that has to hold the text: a token's header.
  public var bytes: [UInt8] { unsafe [UInt8](storage) }

  /// A copy for the time of `use`, wiped after it.
  public func withBytes<Result>(_ use: ([UInt8]) -> Result) -> Result {
    var copy = bytes
    defer {
      unsafe copy.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
    }
    return use(copy)
  }

  func prefixed(with prefix: StaticString) -> Secret {
    unsafe Secret(count: prefix.utf8CodeUnitCount + storage.count) { target in
      unsafe target.copyMemory(
        from: UnsafeRawBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount))
      unsafe UnsafeMutableRawBufferPointer(rebasing: target[prefix.utf8CodeUnitCount...])
        .copyMemory(from: UnsafeRawBufferPointer(storage))
    }
  }

  func withUnsafeBytes<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe use(UnsafeRawBufferPointer(storage))
  }
}
