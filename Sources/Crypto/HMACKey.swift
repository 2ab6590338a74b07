import CCrypto

/// A key ready for HMAC-SHA-256 (RFC 2104): the two hashes that every message's code begins with,
/// which are copied for each message. OpenSSL's own HMAC copies three, and the key.
@safe public final class HMACKey: Sendable {
  nonisolated(unsafe) private let inner: OpaquePointer
  nonisolated(unsafe) private let outer: OpaquePointer

  private init(inner: OpaquePointer, outer: OpaquePointer) {
    unsafe self.inner = inner
    unsafe self.outer = outer
  }

  public static func make(
    _ key: Secret, prefix: StaticString = ""
  ) throws(CryptoFailure) -> HMACKey {
    try make(whole: key.prefixed(with: prefix))
  }

  private static func make(whole key: Secret) throws(CryptoFailure) -> HMACKey {
    let block = key.count > blockSize ? Secret(try SHA256.make().hash(key)) : key
    guard let inner = unsafe started(with: block, paddedBy: 0x36) else { throw CryptoFailure.hmac }
    guard let outer = unsafe started(with: block, paddedBy: 0x5C) else {
      unsafe EVP_MD_CTX_free(inner)
      throw CryptoFailure.hmac
    }
    return unsafe HMACKey(inner: inner, outer: outer)
  }

  private static let blockSize = 64

  /// A hash of a block of the key.
  private static func started(with key: Secret, paddedBy padding: UInt8) -> OpaquePointer? {
    let block = unsafe Secret(count: blockSize) { block in
      unsafe block.initializeMemory(as: UInt8.self, repeating: padding)
      unsafe key.withUnsafeBytes { key in
        for index in key.indices { unsafe block[index] ^= key[index] }
      }
    }
    guard let context = unsafe EVP_MD_CTX_new() else { return nil }
    let isStarted =
      unsafe EVP_DigestInit_ex2(context, Algorithm.sha256, nil) == 1
      && block.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) } == 1
    if isStarted { return unsafe context }
    unsafe EVP_MD_CTX_free(context)
    return nil
  }

  deinit {
    unsafe EVP_MD_CTX_free(inner)
    unsafe EVP_MD_CTX_free(outer)
  }

  public func code(of message: [UInt8], with hasher: borrowing SHA256) throws(CryptoFailure) -> Hash
  {
    var code = Hash()
    let isDone =
      unsafe EVP_MD_CTX_copy_ex(hasher.context, inner) == 1
      && EVP_DigestUpdate(hasher.context, message, message.count) == 1
      && code.fill { unsafe EVP_DigestFinal_ex(hasher.context, $0, nil) == 1 }
      && EVP_MD_CTX_copy_ex(hasher.context, outer) == 1
      && code.withUnsafeBytes {
        unsafe EVP_DigestUpdate(hasher.context, $0.baseAddress, $0.count) == 1
      }
      && code.fill { unsafe EVP_DigestFinal_ex(hasher.context, $0, nil) == 1 }
    guard isDone else { throw CryptoFailure.hmac }
    return code
  }

  /// The next key of a derivation chain.
  public func derive(_ message: [UInt8]) throws(CryptoFailure) -> HMACKey {
    var code = try code(of: message, with: SHA256.make())
    defer { code.wipe() }
    return try Self.make(whole: Secret(code))
  }
}

extension CryptoFailure {
  fileprivate static let hmac = CryptoFailure(what: "HMAC failed")
}
