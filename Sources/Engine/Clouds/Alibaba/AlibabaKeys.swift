import JSON

/// Keys as Alibaba Cloud's own SDKs find them: environment, a token, the command's profiles, the
/// SDKs' file, the machine's role, a URI. The PyPI package alibabacloud-credentials, provider/.
extension Alibaba {
  static let keys = KeyFacts(
    variables: [
      "ALIBABA_CLOUD_PROFILE", "ALIBABA_CLOUD_CREDENTIALS_FILE", "ALIBABA_CLOUD_ECS_METADATA",
      "ALIBABA_CLOUD_ECS_METADATA_DISABLED", "ALIBABA_CLOUD_IMDSV1_DISABLED",
      "ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
      "ALIBABA_CLOUD_ROLE_SESSION_NAME", "ALIBABA_CLOUD_CREDENTIALS_URI",
      "ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_STS_REGION",
      "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED",
    ],
    sources: [
      KeySource("oidc", oidc), KeySource("cli", hasProfiles: true, AlibabaProfiles.begin),
      KeySource("file", hasProfiles: true, AlibabaFile.begin),
      KeySource("metadata") { metadata($0) }, KeySource("uri", uri),
    ],
    assume: { assume(AlibabaRole(arn: $0), $1, $2) },
    unsignedHeaders: { _ in [] },
    identity: { options in
      Cloud.alibaba.sts(
        "GetCallerIdentity", version: version,
        at: options.stsEndpoint ?? Bytes("sts.aliyuncs.com"), region: region, [])
    },
    whose: { Identity(account: $0["AccountId"], principal: $0["Arn"]) })

  private static let version: StaticString = "2015-04-01"
  private static let region = Bytes("cn-shanghai")

  // MARK: - Roles that are assumed

  private static let shape = KeyShape(
    names: .init(id: "AccessKeyId", secret: "AccessKeySecret", token: "SecurityToken"),
    expiry: "Expiration")

  private static func key(of request: KeyRequest?, _ origin: Bytes) -> KeyProgress {
    .sts(request, origin) { shape.key(in: $0["Credentials"], origin: origin) }
  }

  static func assume(
    _ role: AlibabaRole, _ key: FoundKey, _ question: KeyQuestion
  ) -> KeyProgress {
    let request = Cloud.alibaba.sts(
      "AssumeRole", version: version, at: role.endpoint(question), region: region,
      [
        ("DurationSeconds", role.seconds), ("RoleArn", role.arn),
        ("RoleSessionName", role.sessionName(question)), ("Policy", role.policy),
        ("ExternalId", role.externalID),
      ], signedBy: key.credentials)
    return Self.key(of: request, "role " + role.arn + ", assumed with " + key.origin)
      .assumed(with: key)
  }

  @Sendable private static func oidc(_ question: KeyQuestion) -> KeyProgress {
    let names: [StaticString] = [
      "ALIBABA_CLOUD_ROLE_ARN", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
    ]
    return question.variables(names) {
      assume(AlibabaRole(arn: $0[0]), provider: $0[1], tokenIn: $0[2], question)
    }
  }

  /// The vendor's SDKs send all of it in the query, as in the older form of requests.
  static func assume(
    _ role: AlibabaRole, provider: Bytes, tokenIn path: Bytes, _ question: KeyQuestion
  ) -> KeyProgress {
    .token(in: path) { token in
      let request = Cloud.alibaba.sts(
        "AssumeRoleWithOIDC", version: version, at: role.endpoint(question), region: region,
        [
          ("Action", Bytes("AssumeRoleWithOIDC")), ("Version", Bytes(version)),
          ("Format", Bytes("JSON")), ("Timestamp", question.moment.dashed),
          ("DurationSeconds", role.seconds), ("RoleArn", role.arn),
          ("OIDCProviderArn", provider), ("OIDCToken", token),
          ("RoleSessionName", role.sessionName(question)), ("Policy", role.policy),
        ], method: "GET", secret: token)
      return key(of: request, "role " + role.arn + ", by the token of " + path)
    }
  }

  // MARK: - The machine's role

  static func metadata(_ question: KeyQuestion, role: Bytes? = nil) -> KeyProgress {
    if question.isOn("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
      return .nothing(Bytes("it is switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED"))
    }
    let isNewOnly = question.isOn("ALIBABA_CLOUD_IMDSV1_DISABLED")
    let role = role ?? question.variable("ALIBABA_CLOUD_ECS_METADATA")
    let ask = question.metadata(
      .alibaba, at: address, Bytes("/latest/api/token"), method: "PUT",
      headers: [.unsigned("X-aliyun-ecs-metadata-token-ttl-seconds", Bytes("21600"))])
    let old = { key(of: role, token: nil, question) }
    // A machine that has only the older kind says so; one that says nothing is none.
    return .sessionToken(ask, otherwise: isNewOnly ? nil : old) { token in
      key(of: role, token: token, question).otherwise { why, isPassing in
        isNewOnly || isPassing ? .nothing(why, isPassing: isPassing) : old()
      }
    }
  }

  private static func key(
    of role: Bytes?, token: Bytes?, _ question: KeyQuestion
  ) -> KeyProgress {
    let path = Bytes("/latest/meta-data/ram/security-credentials/")
    let headers = token.map { [Header.unsigned("X-aliyun-ecs-metadata-token", $0)] } ?? []
    func request(_ role: Bytes) -> KeyRequest {
      question.metadata(
        .alibaba, at: address, path + percentEncoded(role), headers: headers, secret: token)
    }
    func key(_ role: Bytes) -> KeyProgress {
      let origin = "role " + role + " of this machine"
      return .reply(request(role), origin) { successful($0, origin) }
    }
    return role.map(key) ?? .role(request([]), then: key)
  }

  private static let address: StaticString = "http://100.100.100.200"

  private static func successful(_ body: Bytes, _ origin: Bytes) -> KeyProgress {
    .success(body, origin) { shape.key(in: $0, origin: origin) }
  }

  // MARK: - A URI

  @Sendable private static func uri(_ question: KeyQuestion) -> KeyProgress {
    question.variables(["ALIBABA_CLOUD_CREDENTIALS_URI"]) { values in
      let origin = Bytes("ALIBABA_CLOUD_CREDENTIALS_URI")
      guard let request = KeyRequest(getting: values[0], for: .alibaba) else {
        return .nothing(origin + " is no http or https URL")
      }
      return .reply(request, origin) { successful($0, origin) }
    }
  }
}
