import JSON

/// A role of Alibaba Cloud's, and how it is assumed.
final class AlibabaRole {
  let arn: Bytes
  private let session: Bytes?
  let policy: Bytes?
  let externalID: Bytes?
  let seconds: Bytes
  private let region: Bytes?
  /// Nil: the environment says so.
  private let usesVPC: Bool?

  init(
    arn: Bytes, session: Bytes? = nil, policy: Bytes? = nil, externalID: Bytes? = nil,
    seconds: Bytes? = nil, region: Bytes? = nil, usesVPC: Bool? = nil
  ) {
    self.arn = arn
    self.session = session
    self.policy = policy
    self.externalID = externalID
    self.seconds = seconds ?? Bytes("3600")
    self.region = region
    self.usesVPC = usesVPC
  }

  func sessionName(_ question: KeyQuestion) -> Bytes {
    session ?? question.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME") ?? KeyQuestion.session
  }

  func endpoint(_ question: KeyQuestion) -> Bytes {
    if let given = question.options.stsEndpoint { return given }
    guard let region = region ?? question.variable("ALIBABA_CLOUD_STS_REGION") else {
      return Bytes("sts.aliyuncs.com")
    }
    let isVPC = usesVPC ?? question.isOn("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED")
    return Bytes(isVPC ? "sts-vpc." : "sts.") + region + ".aliyuncs.com"
  }
}

/// The profiles of Alibaba Cloud's command, in ~/.aliyun/config.json.
final class AlibabaProfiles {
  private let root: JSONValue
  private let path: Bytes
  private let warning: Bytes
  private let question: KeyQuestion

  private init(_ root: JSONValue, of path: Bytes, _ warning: Bytes, _ question: KeyQuestion) {
    self.root = root
    self.path = path
    self.warning = warning
    self.question = question
  }

  @Sendable static func begin(_ question: KeyQuestion) -> KeyProgress {
    if question.isOn("ALIBABA_CLOUD_CLI_PROFILE_DISABLED") {
      return .nothing(Bytes("it is switched off by ALIBABA_CLOUD_CLI_PROFILE_DISABLED"))
    }
    let path = question.home(".aliyun/config.json")
    return .object(in: path) { root, warning in
      let named = question.options.profile ?? question.variable("ALIBABA_CLOUD_PROFILE")
      guard let name = named ?? root["current"].filled else {
        return .nothing(path + " has no current profile")
      }
      return AlibabaProfiles(root, of: path, warning, question)
        .key(of: name, for: [])
    }
  }

  /// `others` are the profiles that have this one as their source.
  private func key(of name: Bytes, for others: [Bytes]) -> KeyProgress {
    let origin = "profile " + name + " of " + path
    if others.contains(name) { return .nothing(origin + " has itself as its source") }
    if others.count == 16 { return .nothing(origin + " is the 16th source in a row") }
    guard let profile = root["profiles"]?.elements.first(where: { $0["name"]?.text == name })
    else { return .nothing(path + " has no profile " + name) }
    let mode = profile["mode"].filled ?? []
    if mode.isEmpty { return .nothing(origin + " has no mode") }
    return key(of: profile, mode, origin, for: others + [name])
      ?? .nothing(origin + " has the mode " + mode + ", which is not done here")
  }

  private func key(
    of profile: JSONValue, _ mode: Bytes, _ origin: Bytes, for others: [Bytes]
  ) -> KeyProgress? {
    if mode == "AK" { return own(profile, origin) }
    if mode == "StsToken" { return own(profile, origin, hasToken: true) }
    if mode == "EcsRamRole" {
      return Alibaba.metadata(question, role: profile["ram_role_name"].filled).named(origin)
    }
    if mode == "External" { return output(of: profile, origin) }
    if let seconds = profile["expired_seconds"], seconds.number.flatMap({ integer(of: $0) }) == nil
    {
      return .nothing(origin + ": its expired_seconds is no number of seconds")
    }
    let arn = profile["ram_role_arn"].filled ?? question.variable("ALIBABA_CLOUD_ROLE_ARN")
    guard let arn else { return isRole(mode) ? .nothing(origin + " has no ram_role_arn") : nil }
    let role = role(profile, arn: arn)
    if mode == "RamRoleArn" {
      return own(profile, origin).then { Alibaba.assume(role, $0, self.question) }
    }
    if mode == "ChainableRamRoleArn" {
      return profile.texts(["source_profile"], origin) { values in
        key(of: values[0], for: others).then { Alibaba.assume(role, $0, self.question) }
      }
    }
    guard mode == "OIDC" else { return nil }
    guard
      let provider = profile["oidc_provider_arn"].filled
        ?? question.variable("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
      let token = profile["oidc_token_file"].filled
        ?? question.variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE")
    else { return .nothing(origin + " has no oidc_provider_arn or oidc_token_file") }
    return Alibaba.assume(role, provider: provider, tokenIn: token, question).named(origin)
  }

  private func isRole(_ mode: Bytes) -> Bool {
    mode == "RamRoleArn" || mode == "ChainableRamRoleArn" || mode == "OIDC"
  }

  private static let names = KeyParts.Names(
    id: "access_key_id", secret: "access_key_secret", token: "sts_token")

  private func own(
    _ profile: JSONValue, _ origin: Bytes, hasToken: Bool = false
  ) -> KeyProgress {
    let token = hasToken ? profile["sts_token"].filled : nil
    if hasToken && token == nil { return .nothing(origin + " has no sts_token") }
    return KeyParts(
      id: profile["access_key_id"]?.text, secret: profile["access_key_secret"]?.text, token: token
    ).key(named: Self.names, origin: origin, warning: warning)
  }

  private func role(_ profile: JSONValue, arn: Bytes) -> AlibabaRole {
    // The vendor's command once wrote 0 into every profile.
    let seconds = profile["expired_seconds"]?.number.flatMap { $0 == "0" ? nil : $0 }
    return AlibabaRole(
      arn: arn,
      session: profile["ram_session_name"].filled ?? profile["role_session_name"].filled,
      policy: profile["policy"].filled, externalID: profile["external_id"].filled,
      seconds: seconds, region: profile["sts_region"].filled,
      usesVPC: profile["enable_vpc"]?.boolean.map { $0 == "true" })
  }

  private func output(of profile: JSONValue, _ origin: Bytes) -> KeyProgress {
    .output(of: profile["process_command"].filled, origin) { printed in
      let token = printed["sts_token"].filled
      if token == nil, printed["mode"]?.text.map({ $0 == "StsToken" }) ?? false {
        return .nothing(origin + ": process_command prints no sts_token")
      }
      let end = keyTime(printed["expiration"])
      if printed["expiration"].filled != nil && end == nil {
        return .nothing(origin + ": the expiration that process_command prints is no time")
      }
      return KeyParts(
        id: printed["access_key_id"]?.text, secret: printed["access_key_secret"]?.text,
        token: token
      ).key(
        named: Self.names, expiry: end.map { .at($0) } ?? .unknown, origin: origin,
        warning: self.warning)
    }
  }
}
