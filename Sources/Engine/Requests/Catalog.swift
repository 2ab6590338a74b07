import JSON

/// The tables as JSON, for whoever writes a command, a page or a binding from them.
extension Operation {
  public static let catalog = jsonList(all.map { $0.json })

  private var json: Bytes {
    jsonObject([
      ("cloud", decimal(Int64(cloud.number))), ("action", jsonString(action)),
      ("version", jsonString(version)), ("method", jsonString(method)),
      ("effect", jsonString(effect.name)), ("region", jsonString(region)),
      ("rate", rate.map { decimal($0) } ?? Bytes("null")), ("summary", jsonString(summary)),
      ("source", jsonString(source)),
      ("conditions", jsonList(conditions.map { jsonString($0.text) })),
      ("fields", jsonList(parameters.map { $0.json })),
    ])
  }
}

extension Parameter {
  fileprivate var json: Bytes {
    jsonObject(
      [
        ("name", jsonString(name)), ("required", Bytes(isRequired ? "true" : "false")),
        ("note", jsonString(note)),
      ] + rule.members)
  }
}

extension Rule {
  fileprivate var members: [(StaticString, Bytes)] {
    let own: [(StaticString, Bytes)] = [
      ("type", jsonString(kind.word)), ("rule", jsonString(text)),
    ]
    switch self {
    case .object(let parameters, let conditions):
      return own + [
        ("fields", jsonList(parameters.map { $0.json })),
        ("conditions", jsonList(conditions.map { jsonString($0.text) })),
      ]
    case .list(let rule, _): return own + [("element", jsonObject(rule.members))]
    default: return own
    }
  }
}

private func jsonObject(_ members: [(StaticString, Bytes)]) -> Bytes {
  "{" + joined(members.map { jsonString($0) + ":" + $1 }, by: ",") + "}"
}

private func jsonList(_ elements: [Bytes]) -> Bytes { "[" + joined(elements, by: ",") + "]" }

private func jsonString(_ text: StaticString) -> Bytes { jsonString(text.bytes) }

private func jsonString(_ text: Bytes) -> Bytes { quoted(text) ?? Bytes("\"\"") }
