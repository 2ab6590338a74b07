import CCrypto

/// libcrypto could not do what it always does: no provider, no randomness, no memory.
public struct CryptoFailure: Error {
  public let what: StaticString
}

public enum Libcrypto {
  /// Without the clean-up at exit, unless somebody has asked for it before: a loop's thread may be
  /// in a TLS connection when `main` returns, and would find the library's tables gone.
  public static let isInitialised = OPENSSL_init_crypto(crec_init_no_atexit, nil) == 1

  /// Frees what it keeps for this thread.
  public static func leaveThread() { OPENSSL_thread_stop() }
}

/// Fetched once: OpenSSL 3 searches its providers at every one-shot call, which costs more than the
/// hashing.
enum Algorithm {
  nonisolated(unsafe) static let sha256 =
    unsafe Libcrypto.isInitialised ? crec_fetch_sha256() : nil
}

/// Hashes one message after the other with what OpenSSL needs for one.
@safe public struct SHA256: ~Copyable {
  let context: OpaquePointer

  private init(_ context: OpaquePointer) {
    unsafe self.context = context
  }

  public static func make() throws(CryptoFailure) -> SHA256 {
    guard unsafe Algorithm.sha256 != nil, let context = unsafe EVP_MD_CTX_new() else {
      throw CryptoFailure(what: "SHA-256 is not available")
    }
    return unsafe SHA256(context)
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
  }

  public borrowing func hash(_ message: [UInt8]) throws(CryptoFailure) -> Hash {
    let made: Hash? = unsafe message.withUnsafeBytes { unsafe hash(of: $0) }
    guard let made else { throw CryptoFailure(what: "SHA-256 failed") }
    return made
  }

  borrowing func hash(_ secret: Secret) throws(CryptoFailure) -> Hash {
    let made: Hash? = unsafe secret.withUnsafeBytes { unsafe hash(of: $0) }
    guard let made else { throw CryptoFailure(what: "SHA-256 failed") }
    return made
  }

  private borrowing func hash(of bytes: UnsafeRawBufferPointer) -> Hash? {
    var hash = Hash()
    let isDone =
      unsafe EVP_DigestInit_ex2(context, Algorithm.sha256, nil) == 1
      && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
      && hash.fill { unsafe EVP_DigestFinal_ex(context, $0, nil) == 1 }
    return isDone ? hash : nil
  }
}

/// The 32 bytes of a SHA-256 hash or code.
public struct Hash: Sendable {
  public private(set) var bytes = SIMD32<UInt8>()

  mutating func fill(_ write: (UnsafeMutablePointer<UInt8>?) -> Bool) -> Bool {
    unsafe withUnsafeMutableBytes(of: &bytes) {
      unsafe write($0.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
  }

  mutating func wipe() {
    unsafe withUnsafeMutableBytes(of: &bytes) {
      unsafe OPENSSL_cleanse($0.baseAddress, $0.count)
    }
  }

  func withUnsafeBytes<Result>(_ use: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe Swift.withUnsafeBytes(of: bytes) { unsafe use($0) }
  }
}

public enum Random {
  public static func bytes(_ count: Int) throws(CryptoFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let done = unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe Libcrypto.isInitialised && RAND_bytes($0.baseAddress, Int32($0.count)) == 1
    }
    guard done else { throw CryptoFailure(what: "no random bytes were to be had") }
    return bytes
  }

  /// 0 where none is to be had: for what is no secret.
  public static func number() -> UInt64 {
    (try? bytes(8))?.reduce(0) { $0 << 8 | UInt64($1) } ?? 0
  }
}
