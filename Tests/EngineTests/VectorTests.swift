import Crypto
import Foundation
import Testing

@testable import Engine

@Suite struct VectorTests {
  private let schemes = [
    "volcengine": Signature.volcengine, "aliyun": .alibaba, "tencent": .tencent,
  ]

  @Test func everySDKLineGivesTheSameSignatureFromTheHeadersItNames() throws {
    let lines = try Vectors.sdk
    #expect(lines.count == 289)
    var refused = 0
    for line in lines {
      let (id, input, output) = (line["id"].text, line["input"], line["output"])
      let scheme = try #require(schemes[line["provider"].text])
      let headers = output["headers"].members
      let authorization = headers["Authorization"]?.text ?? ""
      let names = authorization.part("SignedHeaders").split(separator: ";").map(String.init)
      let signed = names.map { name in
        let value = headers.first { $0.key.lowercased() == name }?.value.bytes ?? []
        return Pair(
          name: Bytes(name), value: name == "host" ? Signature.withoutDefaultPort(value) : value)
      }
      let canonical = CanonicalRequest(
        method: output["method"].bytes,
        query: scheme.queryForm.encode(queryPairs(output["url"].text)), signing: signed,
        bodyHash: hexadecimal(try SHA256.hash(output["body"].bytes)))
      let recorded = output["debug"]["canonical_request"].string
      #expect(canonical.bytes.string == recorded ?? canonical.bytes.string, "\(id)")

      guard let keys = try? credentials(input["ak"].text, input["sk"].text) else {
        refused += 1
        continue
      }
      let made = try authorizationOf(
        scheme, canonical, keys,
        try #require(Moment(seconds: input["timestamp"].integer)),
        Account(region: input["region"].bytes, service: input["service"].bytes))
      #expect(made.string == authorization, "\(id)")
    }
    #expect(refused == 22, "the SDKs sign with keys beyond ASCII, too")
  }

  @Test func everyPublishedHeaderSignatureIsMetAtEveryStage() throws {
    let vectors = try Vectors.published.filter { !$0["input"]["signed_headers"].members.isEmpty }
    #expect(vectors.count == 6)
    for vector in vectors {
      let input = vector["input"]
      let scheme = try #require(schemes[vector["provider"].text])
      let canonical = CanonicalRequest(
        method: input["method"].bytes,
        query: scheme.queryForm.encode(queryPairs(input["url"].text)),
        signing: input["signed_headers"].pairs,
        bodyHash: hexadecimal(try SHA256.hash(input["body"].bytes)))
      let moment = try #require(Moment(seconds: input["timestamp"].integer))
      let account = Account(region: input["region"].bytes, service: input["service"].bytes)
      try check(vector, scheme, canonical.bytes, scheme.scope(moment, account), moment)
    }
  }

  @Test func everyPublishedACS3RequestIsMetAtEveryStage() throws {
    let vectors = try Vectors.published.filter { $0["id"].text.hasPrefix("acs3-doc") }
    #expect(vectors.count == 2)
    for vector in vectors {
      let input = vector["input"]
      let canonical = CanonicalRequest(
        method: Bytes("POST"), query: QueryForm.sorted.encode(input["query"].pairs),
        signing: input["headers"].pairs, bodyHash: hexadecimal(try SHA256.hash([])))
      try check(vector, .alibaba, canonical.bytes, [], try #require(Moment(seconds: 0)))
    }
  }

  /// The vendor's unit tests differ in method, path and how they take a header given twice.
  @Test func everyACS3UnitTestOfTheSDKsIsMet() throws {
    let given: [String: (method: String, path: String, header: String?)] = [
      "python": ("GET", "/", "http,https"), "go": ("", "/", "http,https"),
      "java-swift": ("GET", "/", "http"), "ts": ("undefined", "", "http,https"),
      "php": ("", "/", "https"), "csharp": ("GET", "/", "http, https"),
      "php-2": ("", "/", "https"), "ts-2": ("undefined", "", nil),
    ]
    let vectors = try Vectors.published.filter { $0["id"].text.hasPrefix("acs3-sdk-util") }
    #expect(vectors.count == given.count)
    for vector in vectors {
      let language = String(vector["id"].text.dropFirst("acs3-sdk-util-".count))
      let (method, path, header) = try #require(given[language])
      let input = vector["input"]
      let canonical = CanonicalRequest(
        method: Bytes(method), query: QueryForm.sorted.encode(input["query"].pairs),
        signing: header.map { [Pair(name: Bytes("x-acs-test"), value: Bytes($0))] } ?? [],
        bodyHash: input["payload_hash"].bytes)
      let text = canonical.bytes.string.replacing("\n/\n", with: "\n\(path)\n", maxReplacements: 1)
      try check(vector, .alibaba, Bytes(text), [], try #require(Moment(seconds: 0)))
    }
  }

  @Test func thePublishedPrimitivesAreMet() throws {
    let published = try Vectors.published
    let encoding = try #require(published.first { $0["id"].text == "acs3-sdk-encode" })
    #expect(
      QueryForm.sorted.encode(encoding["input"]["query"].pairs)
        == encoding["expected"]["canonical_query"].bytes)

    let hmac = try #require(published.first { $0["id"].text == "acs3-sdk-php-sign" })
    let code = try HMACKey.make(secret(hmac["input"]["key"].text)).code(
      of: hmac["input"]["source"].bytes)
    #expect(hexadecimal(code) == hmac["expected"]["signature"].bytes)
  }

  private func check(
    _ vector: Tree, _ scheme: Signature, _ canonical: Bytes, _ scope: [Bytes], _ moment: Moment
  ) throws {
    let (input, expected, id) = (vector["input"], vector["expected"], vector["id"].text)
    let text = try scheme.stringToSign(canonical, moment: moment, scope: scope)
    let keys = try credentials(input["ak"].text, input["sk"].text)
    let signature = hexadecimal(try scheme.signingKey(keys, scope: scope).code(of: text))
    #expect(signature == expected["signature"].bytes, "\(id)")
    if let recorded = expected["canonical_request"].string {
      #expect(canonical.string == recorded, "\(id)")
    }
    if let recorded = expected["string_to_sign"].string {
      #expect(text.string == recorded, "\(id)")
    }
    if let recorded = expected["authorization"].string {
      let names = recorded.part("SignedHeaders")
      let made = scheme.authorization(
        accessKeyID: keys.accessKeyID, scope: scope, signedHeaders: Bytes(names),
        signature: signature)
      #expect(made.string == recorded, "\(id)")
    }
  }

  private func authorizationOf(
    _ scheme: Signature, _ canonical: CanonicalRequest, _ keys: Credentials, _ moment: Moment,
    _ account: Account
  ) throws -> Bytes {
    let scope = scheme.scope(moment, account)
    let text = try scheme.stringToSign(canonical.bytes, moment: moment, scope: scope)
    let signature = hexadecimal(try scheme.signingKey(keys, scope: scope).code(of: text))
    return scheme.authorization(
      accessKeyID: keys.accessKeyID, scope: scope, signedHeaders: canonical.signedHeaders,
      signature: signature)
  }
}

extension String {
  /// The value of a part of an Authorization header.
  fileprivate func part(_ name: String) -> String {
    guard let start = range(of: name + "=") else { return "" }
    return String(self[start.upperBound...].prefix { $0 != "," })
  }
}
