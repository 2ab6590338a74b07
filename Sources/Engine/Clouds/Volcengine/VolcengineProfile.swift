import JSON

/// A profile of Volcengine's command, in ~/.volcengine/config.json.
enum VolcengineProfile {
  @Sendable static func begin(_ question: KeyQuestion) -> KeyProgress {
    let path =
      question.variable("VOLCENGINE_CLI_CONFIG_FILE") ?? question.home(".volcengine/config.json")
    return .object(in: path) { root, warning in
      let name =
        question.options.profile ?? question.variable("VOLCENGINE_PROFILE")
        ?? root["current"].filled ?? Bytes("default")
      let profiles = root["profiles"]?.members ?? []
      guard let profile = profiles.first(where: { $0.name == name })?.value, profile.isObject
      else { return .nothing(path + " has no profile " + name) }
      return key(of: profile, "profile " + name + " of " + path, warning, question)
    }
  }

  private static func key(
    of profile: JSONValue, _ origin: Bytes, _ warning: Bytes, _ question: KeyQuestion
  ) -> KeyProgress {
    guard profile["mode"].map({ $0.text != nil }) ?? true else {
      return .nothing(origin + ": its mode is no text")
    }
    let mode = (profile["mode"].filled ?? []).lowercased
    switch mode {
    case _ where mode.isEmpty || mode == "ak":
      return own(profile, profile["session-token"].filled, origin, warning)
    case _ where mode == "ststoken":
      return profile.texts(["session-token"], origin) { own(profile, $0[0], origin, warning) }
    case _ where mode == "ramrolearn":
      return profile.texts(["role-name", "account-id"], origin) { values in
        own(profile, nil, origin, warning).then {
          let role = "trn:iam::" + values[1] + ":role/" + values[0]
          let region = profile["region"].filled ?? Volcengine.region
          return Volcengine.assume(role, $0, question, in: region)
        }
      }
    case _ where mode == "oidc":
      return profile.texts(["role-trn", "oidc-token-file"], origin) { values in
        Volcengine.assume(
          values[0], byTokenIn: values[1], policy: profile["policy"].filled, question
        ).named(origin)
      }
    case _ where mode == "ecsrole":
      return profile.texts(["role-name"], origin) {
        Volcengine.metadata(question, role: $0[0]).named(origin)
      }
    default:
      return .nothing(origin + " has the mode " + mode + ", which is not done here")
    }
  }

  private static func own(
    _ profile: JSONValue, _ token: Bytes?, _ origin: Bytes, _ warning: Bytes
  ) -> KeyProgress {
    KeyParts(
      id: profile["access-key"]?.text, secret: profile["secret-key"]?.text, token: token
    ).key(
      named: .init(id: "access-key", secret: "secret-key", token: "session-token"),
      origin: origin, warning: warning)
  }
}
