import JSON

/// Keys as Tencent's own SDKs find them: environment, file, the machine's role, a token of TKE.
/// The Python package tencentcloud-sdk-python-common, credential.py; the variable of the file is
/// the Go SDK's. cloud.tencent.com/document/api/1312/48197 (AssumeRole), 1312/73070 (with a token).
extension Tencent {
  static let keys = KeyFacts(
    variables: [
      "TENCENTCLOUD_CREDENTIALS_FILE", "TKE_REGION", "TKE_PROVIDER_ID",
      "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN",
    ],
    sources: [
      KeySource("file", hasProfiles: true, file), KeySource("metadata", metadata),
      KeySource("oidc", oidc),
    ],
    assume: assume,
    unsignedHeaders: {
      Signature.tencent.headers($0) + [.unsigned("Authorization", Bytes("SKIP"))]
    },
    identity: { options in
      Cloud.tencent.sts(
        "GetCallerIdentity", version: version, at: endpoint(options), region: region.bytes, [])
    },
    whose: { root in
      let response = root["Response"]
      return Identity(account: response?["AccountId"], principal: response?["Arn"])
    })

  private static let version: StaticString = "2018-08-13"
  private static let region: StaticString = "ap-guangzhou"

  private static func endpoint(_ options: KeyOptions) -> Bytes {
    options.stsEndpoint ?? Bytes("sts.tencentcloudapi.com")
  }

  private static let shape = KeyShape(
    names: .init(id: "TmpSecretId", secret: "TmpSecretKey", token: "Token"),
    expiry: "ExpiredTime")

  // MARK: - The file

  private static let names = KeyParts.Names(id: "secret_id", secret: "secret_key", token: "token")

  @Sendable private static func file(_ question: KeyQuestion) -> KeyProgress {
    if let path = question.variable("TENCENTCLOUD_CREDENTIALS_FILE") { return file(path, question) }
    let ofSystem = Bytes("/etc/tencentcloud/credentials")
    return file(question.home(".tencentcloud/credentials"), question) { why in
      file(ofSystem, question).otherwise { .nothing(why + "; " + $0, isPassing: $1) }
    }
  }

  private static func file(
    _ path: Bytes, _ question: KeyQuestion, absent: ((Bytes) -> KeyProgress)? = nil
  ) -> KeyProgress {
    .section(of: path, named: question.options.profile ?? Bytes("default"), absent: absent) {
      values, origin, note in
      KeyParts(
        id: values.value("secret_id"), secret: values.value("secret_key"),
        token: values.value("token")
      ).key(named: names, origin: origin, warning: note)
    }
  }

  // MARK: - The machine's role

  @Sendable private static func metadata(_ question: KeyQuestion) -> KeyProgress {
    let path = Bytes("/latest/meta-data/cam/security-credentials/")
    func request(_ role: Bytes) -> KeyRequest {
      question.metadata(
        .tencent, at: "http://metadata.tencentyun.com", path + percentEncoded(role))
    }
    return .role(request([])) { role in
      let origin = "role " + role + " of this machine"
      return .reply(request(role), origin) { body in
        .success(body, origin) { shape.key(in: $0, origin: origin) }
      }
    }
  }

  // MARK: - Roles that are assumed

  private static func key(of request: KeyRequest?, _ origin: Bytes) -> KeyProgress {
    .sts(request, origin) { root in
      let response = root["Response"]
      return shape.key(
        in: response?["Credentials"], expiry: response?["ExpiredTime"], origin: origin)
    }
  }

  @Sendable private static func assume(
    _ role: Bytes, _ key: FoundKey, _ question: KeyQuestion
  ) -> KeyProgress {
    let request = Cloud.tencent.sts(
      "AssumeRole", version: version, at: endpoint(question.options), region: region.bytes,
      [
        ("RoleArn", role), ("RoleSessionName", KeyQuestion.session),
        ("DurationSeconds", Bytes("7200")),
      ], signedBy: key.credentials)
    return Self.key(of: request, "role " + role + ", assumed with " + key.origin)
      .assumed(with: key)
  }

  @Sendable private static func oidc(_ question: KeyQuestion) -> KeyProgress {
    let all: [StaticString] = [
      "TKE_REGION", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE", "TKE_ROLE_ARN",
    ]
    return question.variables(all) { values in
      .token(in: values[2]) { token in
        let request = Cloud.tencent.sts(
          "AssumeRoleWithWebIdentity", version: version, at: endpoint(question.options),
          region: values[0],
          [
            ("ProviderId", values[1]), ("WebIdentityToken", token), ("RoleArn", values[3]),
            ("RoleSessionName", KeyQuestion.session), ("DurationSeconds", Bytes("7200")),
          ], secret: token)
        return key(of: request, "role " + values[3] + ", by the token of " + values[2])
      }
    }
  }
}
