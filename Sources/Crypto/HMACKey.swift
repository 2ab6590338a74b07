import CCrypto

/// A key ready for HMAC-SHA-256. It keeps a keyed context and copies it for each message: cheaper
/// than keying again, and safe on every OpenSSL 3 (early ones do not reset a context in place).
@safe public final class HMACKey: Sendable {
  nonisolated(unsafe) private let keyed: OpaquePointer

  private init(_ keyed: OpaquePointer) {
    unsafe self.keyed = keyed
  }

  public static func make(
    _ key: Secret, prefix: StaticString = ""
  ) throws(CryptoFailure) -> HMACKey {
    try make(whole: key.prefixed(with: prefix))
  }

  private static func make(whole key: Secret) throws(CryptoFailure) -> HMACKey {
    guard let hmac = unsafe Algorithm.hmac, let context = unsafe EVP_MAC_CTX_new(hmac) else {
      throw CryptoFailure(what: "HMAC is not available")
    }
    let made = unsafe HMACKey(context)
    guard unsafe initialise(context, with: key) else {
      throw CryptoFailure(what: "HMAC refused its key")
    }
    return made
  }

  private static func initialise(_ context: OpaquePointer, with key: Secret) -> Bool {
    let parameters = unsafe [crec_hmac_digest(), OSSL_PARAM_construct_end()]
    return unsafe key.withUnsafeBytes {
      unsafe EVP_MAC_init(
        context, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count, parameters) == 1
    }
  }

  deinit {
    unsafe EVP_MAC_CTX_free(keyed)
  }

  public func code(of message: [UInt8]) throws(CryptoFailure) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: SHA256.size)
    let done = unsafe code.withUnsafeMutableBytes { unsafe write(codeOf: message, to: $0) }
    guard done else { throw CryptoFailure(what: "HMAC failed") }
    return code
  }

  /// The next key of a derivation chain.
  public func derive(_ message: [UInt8]) throws(CryptoFailure) -> HMACKey {
    var done = false
    let next = unsafe Secret(count: SHA256.size) { done = unsafe write(codeOf: message, to: $0) }
    guard done else { throw CryptoFailure(what: "HMAC failed") }
    return try Self.make(whole: next)
  }

  private func write(
    codeOf message: [UInt8], to output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    guard let context = unsafe EVP_MAC_CTX_dup(keyed) else { return false }
    defer { unsafe EVP_MAC_CTX_free(context) }
    return unsafe EVP_MAC_update(context, message, message.count) == 1
      && EVP_MAC_final(
        context, output.baseAddress?.assumingMemoryBound(to: UInt8.self), nil, output.count) == 1
  }
}
