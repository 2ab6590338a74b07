import CCrypto

/// libcrypto could not do what it always does: no provider, no randomness, no memory.
public struct CryptoFailure: Error {
  public let what: StaticString
}

/// Algorithms fetched once: OpenSSL 3 searches its providers at every one-shot call, which costs
/// more than the hashing.
enum Algorithm {
  nonisolated(unsafe) static let sha256 = unsafe EVP_MD_fetch(nil, "SHA256", nil)
  nonisolated(unsafe) static let hmac = unsafe EVP_MAC_fetch(nil, "HMAC", nil)
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
      unsafe RAND_bytes($0.baseAddress, Int32($0.count))
    }
    guard done == 1 else { throw CryptoFailure(what: "no random bytes were to be had") }
    return bytes
  }
}
