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

/// Algorithms fetched once: OpenSSL 3 searches its providers at every one-shot call, which costs
/// more than the hashing.
enum Algorithm {
  nonisolated(unsafe) static let sha256 =
    unsafe Libcrypto.isInitialised ? crec_fetch_sha256() : nil
  nonisolated(unsafe) static let hmac = unsafe Libcrypto.isInitialised ? crec_fetch_hmac() : nil
}

public enum SHA256 {
  public static let size = 32

  public static func hash(_ message: [UInt8]) throws(CryptoFailure) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: size)
    let done = unsafe message.withUnsafeBytes { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        unsafe EVP_Digest(
          input.baseAddress, input.count, output.baseAddress, nil, Algorithm.sha256, nil)
      }
    }
    guard done == 1 else { throw CryptoFailure(what: "SHA-256 failed") }
    return digest
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
