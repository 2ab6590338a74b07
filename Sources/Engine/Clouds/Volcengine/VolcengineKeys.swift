import JSON

/// Keys as Volcengine's own SDKs find them: environment, a token, the command's profiles, the old
/// SDKs' files, the machine's role. The PyPI packages volcenginesdk-core, volcenginesdkcore/auth,
/// and volcengine, base/Service.py.
extension Volcengine {
  static let keys = KeyFacts(
    variables: [
      "VOLCENGINE_OIDC_ROLE_TRN", "VOLCENGINE_OIDC_TOKEN_FILE",
      "VOLCENGINE_OIDC_ROLE_SESSION_NAME", "VOLCENGINE_OIDC_ROLE_POLICY",
      "VOLCENGINE_OIDC_STS_ENDPOINT", "VOLCENGINE_CLI_CONFIG_FILE", "VOLCENGINE_PROFILE",
      "VOLCENGINE_ECS_METADATA", "VOLCENGINE_ECS_METADATA_DISABLED",
    ],
    sources: [
      KeySource("oidc", oidc), KeySource("cli", hasProfiles: true, VolcengineProfile.begin),
      KeySource("file", file), KeySource("metadata") { metadata($0) },
    ],
    assume: assume,
    unsignedHeaders: { [.unsigned("Content-Type", $0.request.contentType)] },
    identity: { options in
      Cloud.volcengine.sts(
        "GetCallerIdentity", version: version, at: endpoint(options), region: region, [],
        method: "GET")
    },
    whose: { root in
      let result = root["Result"]
      return Identity(account: result?["AccountId"], principal: result?["Trn"])
    })

  private static let version: StaticString = "2018-01-01"
  static let region = Bytes("cn-beijing")

  private static func endpoint(_ options: KeyOptions, _ own: Bytes? = nil) -> Bytes {
    options.stsEndpoint ?? own ?? Bytes("sts.volcengineapi.com")
  }

  // MARK: - Roles that are assumed

  private static let names = KeyParts.Names(
    id: "AccessKeyId", secret: "SecretAccessKey", token: "SessionToken")
  private static let shape = KeyShape(names: names, expiry: "ExpiredTime")

  private static func key(of request: KeyRequest?, _ origin: Bytes) -> KeyProgress {
    .sts(request, origin) { root in
      let key = root["Result"]?["Credentials"]
      return shape.key(in: key, expiry: key?["ExpiredTime"] ?? key?["Expiration"], origin: origin)
    }
  }

  @Sendable static func assume(
    _ role: Bytes, _ key: FoundKey, _ question: KeyQuestion
  ) -> KeyProgress {
    assume(role, key, question, in: region)
  }

  static func assume(
    _ role: Bytes, _ key: FoundKey, _ question: KeyQuestion, in region: Bytes
  ) -> KeyProgress {
    let request = Cloud.volcengine.sts(
      "AssumeRole", version: version, at: endpoint(question.options), region: region,
      [
        ("DurationSeconds", Bytes("3600")), ("RoleSessionName", KeyQuestion.session),
        ("RoleTrn", role),
      ], method: "GET", signedBy: key.credentials)
    return Self.key(of: request, "role " + role + ", assumed with " + key.origin)
      .assumed(with: key)
  }

  @Sendable private static func oidc(_ question: KeyQuestion) -> KeyProgress {
    question.variables(["VOLCENGINE_OIDC_ROLE_TRN", "VOLCENGINE_OIDC_TOKEN_FILE"]) { values in
      assume(values[0], byTokenIn: values[1], policy: nil, question)
    }
  }

  static func assume(
    _ role: Bytes, byTokenIn path: Bytes, policy: Bytes?, _ question: KeyQuestion
  ) -> KeyProgress {
    .token(in: path) { token in
      let session = question.variable("VOLCENGINE_OIDC_ROLE_SESSION_NAME")
      let policy = policy ?? question.variable("VOLCENGINE_OIDC_ROLE_POLICY")
      let request = Cloud.volcengine.form(
        "AssumeRoleWithOIDC", version: version,
        at: endpoint(question.options, question.variable("VOLCENGINE_OIDC_STS_ENDPOINT")),
        region: region,
        [
          ("DurationSeconds", Bytes("3600")),
          ("RoleSessionName", session ?? KeyQuestion.session), ("RoleTrn", role),
          ("OIDCToken", token), ("Policy", policy),
        ], secret: token)
      return key(of: request, "role " + role + ", by the token of " + path)
    }
  }

  // MARK: - The old SDKs' files

  /// The newer SDK reads neither. The JSON one is only looked at where the other is not there.
  @Sendable private static func file(_ question: KeyQuestion) -> KeyProgress {
    let ini = question.home(".volc/credentials")
    let json = question.home(".volc/config")
    let old = { (why: Bytes) in
      KeyProgress.object(in: json) { root, note in
        KeyParts(id: root["ak"]?.text, secret: root["sk"]?.text)
          .key(named: .init(id: "ak", secret: "sk", token: ""), origin: json, warning: note)
      }.otherwise { .nothing(why + "; " + $0, isPassing: $1) }
    }
    return .section(of: ini, named: Bytes("default"), absent: old) { values, origin, note in
      KeyParts(
        id: values.value("access_key_id"), secret: values.value("secret_access_key")
      ).key(
        named: .init(id: "access_key_id", secret: "secret_access_key", token: ""), origin: origin,
        warning: note)
    }
  }

  // MARK: - The machine's role

  static func metadata(_ question: KeyQuestion, role: Bytes? = nil) -> KeyProgress {
    if question.isOn("VOLCENGINE_ECS_METADATA_DISABLED") {
      return .nothing(Bytes("it is switched off by VOLCENGINE_ECS_METADATA_DISABLED"))
    }
    func request(_ path: Bytes, query: Bytes = [], token: Bytes) -> KeyRequest {
      question.metadata(
        .volcengine, at: address, path, query: query,
        headers: [.unsigned("X-volc-ecs-metadata-token", token)], secret: token)
    }
    let path = Bytes("/volcstack/latest/iam/security_credentials")
    let ask = question.metadata(
      .volcengine, at: address, Bytes("/latest/api/token"), method: "PUT",
      headers: [.unsigned("X-volc-ecs-metadata-token-ttl-seconds", Bytes("21600"))])
    return .sessionToken(ask) { token in
      func key(_ role: Bytes) -> KeyProgress {
        let origin = "role " + role + " of this machine"
        return .reply(request(path + "/" + percentEncoded(role), token: token), origin) { body in
          .answer(body, origin) { shape.key(in: $0, origin: origin) }
        }
      }
      if let role = role ?? question.variable("VOLCENGINE_ECS_METADATA") {
        return key(trimmed(role))
      }
      let roles = request(path, query: Bytes("type=user&format=json"), token: token)
      return .role(roles, then: key)
    }
  }

  private static let address: StaticString = "http://100.96.0.96"
}
