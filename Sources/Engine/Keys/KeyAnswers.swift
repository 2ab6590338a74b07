import JSON

/// The shape of a key in an answer.
struct KeyShape {
  let names: KeyParts.Names
  let expiry: StaticString

  /// The key of an answer, and its end, which stands beside it or elsewhere.
  func key(in value: JSONValue?, expiry time: JSONValue? = nil, origin: Bytes) -> KeyProgress {
    guard let value, value.isObject else { return .nothing(origin + ": the answer has no key") }
    guard let end = keyTime(time ?? value[expiry]) else {
      return .nothing(origin + ": the answer has no " + expiry.bytes + " that is a time")
    }
    return KeyParts(
      id: value[names.id]?.text, secret: value[names.secret]?.text,
      token: value[names.token]?.text
    ).key(named: names, expiry: .at(end), origin: origin)
  }
}

extension KeyQuestion {
  /// A request to the machine's own metadata, at the cloud's address for it.
  func metadata(
    _ cloud: Cloud, at endpoint: StaticString, _ path: Bytes, query: Bytes = [],
    method: StaticString = "GET", headers: [Header] = [], secret: Bytes? = nil
  ) -> KeyRequest {
    KeyRequest(
      endpoint: options.metadataEndpoint ?? Bytes(endpoint), account: cloud.ownAccount,
      request: Request(plain: method, of: cloud, path: path, query: query, headers: headers),
      signer: nil, isLocal: true, secret: secret)
  }
}

extension Cloud {
  var ownAccount: Account { Account(region: region.bytes, service: service.bytes) }

  /// A call of the cloud's STS, nil where the fields are none that a request can have.
  func sts(
    _ action: StaticString, version: StaticString, at endpoint: Bytes, region: Bytes,
    _ fields: [(StaticString, Bytes?)], method: StaticString = "POST",
    signedBy key: Credentials? = nil, secret: Bytes? = nil
  ) -> KeyRequest? {
    sts(endpoint, region, signedBy: key, secret: secret) { () throws(Refusal) in
      try Request(
        cloud: self, action: action.bytes, version: version.bytes, method: method.bytes,
        query: [], body: [], contentType: nil, json: json(fields), isRepeatable: true)
    }
  }

  /// The same with its fields in a form, which nobody signs.
  func form(
    _ action: StaticString, version: StaticString, at endpoint: Bytes, region: Bytes,
    _ fields: [(StaticString, Bytes?)], secret: Bytes
  ) -> KeyRequest? {
    let pairs = fields.compactMap { name, value in
      value.map { Pair(name: name.bytes, value: $0) }
    }
    return sts(endpoint, region, signedBy: nil, secret: secret) { () throws(Refusal) in
      try Request(
        cloud: self, action: action.bytes, version: version.bytes, method: Bytes("POST"),
        query: [], body: QueryForm.sorted.encode(pairs),
        contentType: Bytes("application/x-www-form-urlencoded"), isRepeatable: true)
    }
  }

  private func sts(
    _ endpoint: Bytes, _ region: Bytes, signedBy key: Credentials?, secret: Bytes?,
    _ make: () throws(Refusal) -> Request
  ) -> KeyRequest? {
    (try? make()).map {
      KeyRequest(
        endpoint: endpoint, account: Account(region: region, service: Bytes("sts")), request: $0,
        signer: key, secret: secret)
    }
  }
}

extension KeyRequest {
  /// Gets a URL.
  convenience init?(getting url: Bytes, for cloud: Cloud) {
    guard webURLProblem(with: url) == nil,
      let start = url.firstIndex(of: UInt8(ascii: "/")).map({ $0 + 2 })
    else { return nil }
    let end = url[start...].firstIndex { $0.isOne(of: "/?#") } ?? url.endIndex
    let target = url[end...].prefix { $0 != UInt8(ascii: "#") }
    let path = Bytes(target.prefix { $0 != UInt8(ascii: "?") })
    self.init(
      endpoint: Bytes(url[..<end]), account: cloud.ownAccount,
      request: Request(
        plain: "GET", of: cloud, path: path.isEmpty ? Bytes("/") : path,
        query: Bytes(target.dropFirst(path.count + 1)), headers: []),
      signer: nil)
  }
}

/// An object of texts; a number where the clouds want one.
private func json(_ fields: [(StaticString, Bytes?)]) -> Bytes {
  var json = Bytes("{")
  for case (let name, let value?) in fields {
    if json.count > 1 { json += "," }
    appendQuoted(name.bytes, to: &json)
    json += ":"
    if name.bytes == "DurationSeconds" { json += value } else { appendQuoted(value, to: &json) }
  }
  return json + "}"
}
