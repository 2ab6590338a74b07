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
      let canonical = Canonical(
        output["method"].text, scheme.queryForm.encode(queryPairs(output["url"].text)), signed,
        try sha256(output["body"].bytes))
      let recorded = output["debug"]["canonical_request"].string
      #expect(canonical.text.string == recorded ?? canonical.text.string, "\(id)")

      guard let keys = try? credentials(input["ak"].text, input["sk"].text) else {
        refused += 1
        continue
      }
      let moment = try #require(Moment(seconds: input["timestamp"].integer))
      let account = Account(region: input["region"].bytes, service: input["service"].bytes)
      let made = try signatures(
        scheme, canonical, keys, scheme.scope(moment, account), moment)
      #expect(made.authorization.string == authorization, "\(id)")
    }
    #expect(refused == 22, "the SDKs sign with keys beyond ASCII, too")
  }

  @Test func everyPublishedHeaderSignatureIsMetAtEveryStage() throws {
    let vectors = try Vectors.published.filter { !$0["input"]["signed_headers"].members.isEmpty }
    #expect(vectors.count == 6)
    for vector in vectors {
      let input = vector["input"]
      let scheme = try #require(schemes[vector["provider"].text])
      let canonical = Canonical(
        input["method"].text, scheme.queryForm.encode(queryPairs(input["url"].text)),
        input["signed_headers"].pairs, try sha256(input["body"].bytes))
      let moment = try #require(Moment(seconds: input["timestamp"].integer))
      let account = Account(region: input["region"].bytes, service: input["service"].bytes)
      try check(vector, scheme, canonical, scheme.scope(moment, account), moment)
    }
  }

  @Test func everyPublishedACS3RequestIsMetAtEveryStage() throws {
    let vectors = try Vectors.published.filter { $0["id"].text.hasPrefix("acs3-doc") }
    #expect(vectors.count == 2)
    for vector in vectors {
      let input = vector["input"]
      let canonical = Canonical(
        "POST", QueryForm.sorted.encode(input["query"].pairs), input["headers"].pairs,
        try sha256([]))
      try check(vector, .alibaba, canonical, [], try #require(Moment(seconds: 0)))
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
      let canonical = Canonical(
        method, QueryForm.sorted.encode(input["query"].pairs),
        header.map { [Pair(name: Bytes("x-acs-test"), value: Bytes($0))] } ?? [],
        input["payload_hash"].bytes, path: path)
      try check(vector, .alibaba, canonical, [], try #require(Moment(seconds: 0)))
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
      of: hmac["input"]["source"].bytes, with: try SHA256.make())
    #expect(hexadecimal(code) == hmac["expected"]["signature"].bytes)
  }

  private func check(
    _ vector: Tree, _ scheme: Signature, _ canonical: Canonical, _ scope: [Bytes], _ moment: Moment
  ) throws {
    let (input, expected, id) = (vector["input"], vector["expected"], vector["id"].text)
    let keys = try credentials(input["ak"].text, input["sk"].text)
    let made = try signatures(scheme, canonical, keys, scope, moment)
    #expect(made.signature == expected["signature"].bytes, "\(id)")
    if let recorded = expected["canonical_request"].string {
      #expect(canonical.text.string == recorded, "\(id)")
    }
    if let recorded = expected["string_to_sign"].string {
      #expect(made.stringToSign.string == recorded, "\(id)")
    }
    if let recorded = expected["authorization"].string {
      #expect(made.authorization.string == recorded, "\(id)")
    }
  }

  private func signatures(
    _ scheme: Signature, _ canonical: Canonical, _ keys: Credentials, _ scope: [Bytes],
    _ moment: Moment
  ) throws -> (stringToSign: Bytes, signature: Bytes, authorization: Bytes) {
    let scopeText = Bytes(scope.joined(separator: Bytes("/")))
    var text = Bytes()
    scheme.writeStringToSign(
      try SHA256.make().hash(canonical.text), timestamp: scheme.timestamp(moment),
      scope: scopeText, to: &text)
    let key = try scheme.signingKey(keys, scope: scope)
    let signature = hexadecimal(try key.code(of: text, with: try SHA256.make()))
    let authorization = scheme.authorization(
      accessKeyID: keys.accessKeyID, scope: scopeText, headers: canonical.headers,
      signature: signature)
    return (text, signature, authorization)
  }
}

private func sha256(_ bytes: Bytes) throws -> Bytes {
  hexadecimal(try SHA256.make().hash(bytes))
}

/// A canonical request of any headers: names in the vectors' own case and order.
private struct Canonical {
  let headers: [Header]
  let text: Bytes

  init(
    _ method: String, _ query: Bytes, _ pairs: [Pair], _ bodyHash: Bytes, path: String = "/"
  ) {
    headers = pairs.map { pair in
      let name = pair.name.string.lowercased()
      guard let known = Self.names.first(where: { $0.description == name }) else {
        fatalError("a vector signs \(name)")
      }
      return .signed(known, Bytes(pair.value.string.trimmingCharacters(in: .whitespaces)))
    }.sorted { $0.name.description < $1.name.description }
    let methods: [StaticString] = ["GET", "POST", "undefined", ""]
    let known = methods.first { $0.description == method } ?? "no such method"
    var text = Bytes()
    CanonicalRequest(
      method: known, path: Bytes(path), query: query, headers: headers, bodyHash: bodyHash
    ).write(to: &text)
    self.text = text
  }

  private static let names: [StaticString] = [
    "accept", "content-md5", "content-type", "host", "user-agent", "x-a", "x-acs-accesskey-id",
    "x-acs-action", "x-acs-content-sha256", "x-acs-credentials-provider", "x-acs-date",
    "x-acs-security-token", "x-acs-signature-nonce", "x-acs-test", "x-acs-version",
    "x-content-sha256", "x-date", "x-extra", "x-security-token", "x-tc-action",
  ]
}

extension String {
  /// The value of a part of an Authorization header.
  fileprivate func part(_ name: String) -> String {
    guard let start = range(of: name + "=") else { return "" }
    return String(self[start.upperBound...].prefix { $0 != "," })
  }
}
