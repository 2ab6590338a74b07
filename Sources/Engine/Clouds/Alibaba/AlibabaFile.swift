/// The file of Alibaba Cloud's SDKs, ~/.alibabacloud/credentials.ini.
enum AlibabaFile {
  @Sendable static func begin(_ question: KeyQuestion) -> KeyProgress {
    let path =
      question.variable("ALIBABA_CLOUD_CREDENTIALS_FILE")
      ?? question.home(".alibabacloud/credentials.ini")
    let name =
      question.options.profile ?? question.variable("ALIBABA_CLOUD_PROFILE") ?? Bytes("default")
    return .section(of: path, named: name) { pairs, origin, warning in
      key(
        of: pairs.map { Pair(name: $0.name, value: withoutNote($0.value)) }, origin, warning,
        question)
    }
  }

  /// The vendor's SDKs drop all behind a number sign.
  private static func withoutNote(_ value: Bytes) -> Bytes {
    trimmed(Bytes(value.prefix { $0 != UInt8(ascii: "#") }))
  }

  private static func key(
    of values: [Pair], _ origin: Bytes, _ warning: Bytes, _ question: KeyQuestion
  ) -> KeyProgress {
    let type = values.value("type") ?? []
    if type == "access_key" { return own(values, origin, warning) }
    if type == "ecs_ram_role" {
      return Alibaba.metadata(question, role: values.value("role_name")).named(origin)
    }
    guard type == "ram_role_arn" || type == "oidc_role_arn" else {
      return .nothing(
        type.isEmpty
          ? origin + " has no type" : origin + " has the type " + type + ", which is not done here")
    }
    guard let arn = values.value("role_arn") ?? question.variable("ALIBABA_CLOUD_ROLE_ARN") else {
      return .nothing(origin + " has no role_arn")
    }
    let role = AlibabaRole(
      arn: arn, session: values.value("role_session_name"), policy: values.value("policy"))
    if type == "ram_role_arn" {
      return own(values, origin, warning).then { Alibaba.assume(role, $0, question) }
    }
    let provider = values.value("oidc_provider_arn")
    let token = values.value("oidc_token_file_path")
    guard
      let provider = provider ?? question.variable("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
      let token = token ?? question.variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE")
    else { return .nothing(origin + " has no oidc_provider_arn or oidc_token_file_path") }
    return Alibaba.assume(role, provider: provider, tokenIn: token, question).named(origin)
  }

  private static func own(
    _ values: [Pair], _ origin: Bytes, _ warning: Bytes
  ) -> KeyProgress {
    KeyParts(id: values.value("access_key_id"), secret: values.value("access_key_secret")).key(
      named: .init(id: "access_key_id", secret: "access_key_secret", token: ""), origin: origin,
      warning: warning)
  }
}
