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
      ("life", life.map { json(of: $0) } ?? Bytes("null")),
    ])
  }

  private func json(of life: Life) -> Bytes {
    let bound = life.bound
    return jsonObject([
      ("task", jsonList((task?.names ?? []).map { jsonString($0) })),
      ("stop", json(of: life.stop, with: Self.named(life.stop.bytes, of: cloud)?.parameters ?? [])),
      ("query", life.query.map { json(of: $0) } ?? Bytes("null")),
      (
        "bound",
        jsonObject([
          ("field", jsonString(bound.field)), ("unit", jsonString(bound.unit.name)),
          ("words", jsonString(bound.words)),
        ])
      ),
    ])
  }

  /// A stop takes those of its fields that the start has from there; the others are the reply's.
  private func json(of action: StaticString, with taken: [Parameter]) -> Bytes {
    let own = taken.filter { one in parameters.contains { $0.name.bytes == one.name } }
    let rest = taken.filter { one in !parameters.contains { $0.name.bytes == one.name } }
    return jsonObject([
      ("action", jsonString(action)), ("fields", jsonList(own.map { jsonString($0.name) })),
      ("reply", jsonList(rest.map { jsonString($0.name) })),
    ])
  }

  private func json(of query: Life.Query) -> Bytes {
    let needsID = query.search == nil && !query.fields.contains { $0.bytes == "TaskId" }
    return jsonObject([
      ("action", jsonString(query.action)),
      ("fields", jsonList(query.fields.map { jsonString($0) })),
      ("reply", jsonList(needsID ? [jsonString("TaskId")] : [])),
      ("search", query.search.map { json(of: $0) } ?? Bytes("null")),
    ])
  }

  private func json(of search: Life.Search) -> Bytes {
    jsonObject([
      ("from", jsonString(search.from)), ("to", jsonString(search.to)),
      ("seconds", decimal(search.seconds)), ("list", jsonString(search.list)),
      ("page", jsonString(search.page)), ("stopped", jsonString(search.stopped)),
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
