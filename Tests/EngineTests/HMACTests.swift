import Crypto
import Testing

@testable import Engine

/// RFC 4231: keys shorter and longer than a block of the hash, texts shorter and longer than one.
@Suite struct HMACTests {
  private func code(key: Bytes, of message: Bytes) throws -> String {
    let key = unsafe key.withUnsafeBytes { unsafe Secret(copying: $0) }
    return hexadecimal(try HMACKey.make(key).code(of: message, with: SHA256.make())).string
  }

  @Test func theTestCasesOfTheRFCAreMet() throws {
    let long = Bytes(repeating: 0xAA, count: 131)
    let cases: [(Bytes, Bytes, String)] = [
      (
        Bytes(repeating: 0x0B, count: 20), Bytes("Hi There"),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Bytes("Jefe"), Bytes("what do ya want for nothing?"),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        Bytes(repeating: 0xAA, count: 20), Bytes(repeating: 0xDD, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        Bytes(1...25), Bytes(repeating: 0xCD, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
      ),
      (
        long, Bytes("Test Using Larger Than Block-Size Key - Hash Key First"),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      (
        long,
        Bytes(
          "This is a test using a larger than block-size key and a larger than block-size data. "
            + "The key needs to be hashed before being used by the HMAC algorithm."),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      ),
    ]
    for (key, message, expected) in cases {
      #expect(try code(key: key, of: message) == expected)
    }
  }

  @Test func aKeyAsLongAsABlockIsUsedAsItIs() throws {
    let empty = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
    #expect(try code(key: [], of: []) == empty)
    #expect(try code(key: Bytes(repeating: 0, count: 64), of: []) == empty)
    #expect(try code(key: Bytes(repeating: 0, count: 65), of: []) != empty)
  }

  @Test func oneKeyGivesTheSameAgainAndAgain() throws {
    let key = try HMACKey.make(secret("key"), prefix: "a ")
    let hasher = try SHA256.make()
    let first = try key.code(of: Bytes("message"), with: hasher)
    _ = try hasher.hash(Bytes("between"))
    #expect(hexadecimal(try key.code(of: Bytes("message"), with: hasher)) == hexadecimal(first))
    #expect(try code(key: Bytes("a key"), of: Bytes("message")) == hexadecimal(first).string)
  }
}
