import JSON

/// A validated call, without credentials, time or place: what will be signed, as often as needed.
public struct Request: Sendable {
  public let cloud: Cloud
  /// Nil for an action that is in no table: its fields are unchecked and its answer may be any.
  public let operation: Operation?
  public let action: Bytes
  public let version: Bytes
  public let method: StaticString
  public let query: [Pair]
  public let body: Bytes
  /// Empty for none.
  public let contentType: Bytes

  /// Nothing is repeated unless the operation's table says that it may be.
  public var isRepeatable: Bool { operation?.effect == .stop }

  /// What two calls for one task have in common, among all of its cloud; nil where nobody can tell.
  public let task: Bytes?

  /// For people: what names the task, empty where nobody can tell.
  public var taskIDs: Bytes {
    let parts = (task ?? []).split(separator: 0, omittingEmptySubsequences: false)
    return joined(parts.dropFirst().map { Bytes($0) }, by: "/")
  }

  /// A call of a table's operation; all its faults at once.
  public init(
    _ operation: Operation, version: Bytes?, arguments: [Argument]
  ) throws(Refusal) {
    let values = operation.parameters.map { parameter in
      arguments.first { $0.name.bytes == parameter.name }?.value
    }
    var faults = zip(operation.parameters, values).compactMap { $0.fault(in: $1) }
    faults += Parameter.optional("version", .version).fault(in: version).map { [$0] } ?? []
    guard faults.isEmpty else { throw Refusal(faults) }

    let given = zip(operation.parameters, values).compactMap { parameter, value in
      value.map { (parameter, $0) }
    }
    self.operation = operation
    let names = operation.task.names.map { name in
      given.first { $0.0.name.bytes == name }?.1 ?? []
    }
    task = joined([operation.task.kind.bytes] + names, by: "\0")
    cloud = operation.cloud
    action = operation.action.bytes
    self.version = version ?? operation.version.bytes
    method = "POST"
    switch operation.place {
    case .query:
      query = given.map { Pair(name: $0.name.bytes, value: $1) }
      body = []
    case .body:
      query = []
      body = try Self.body(given)
    }
    contentType = cloud.postContentType.bytes
  }

  private static func body(_ members: [(Parameter, Bytes)]) throws(Refusal) -> Bytes {
    var writer = JSONWriter()
    for (parameter, value) in members {
      if case .integer = parameter.rule, let integer = integer(of: value) {
        writer.set(parameter.name, integer: integer)
      } else {
        writer.set(parameter.name, text: value)
      }
    }
    guard let body = writer.bytes else {
      throw Refusal([Fault("body", Bytes("cannot be written as JSON"), rule: Rule.text.text.bytes)])
    }
    return body
  }

  /// Any action of a cloud. What its own fields are is the caller's business.
  public init(
    cloud: Cloud, action: Bytes?, version: Bytes?, method: Bytes?, query: [Pair], body: Bytes,
    contentType: Bytes?
  ) throws(Refusal) {
    let isGet = method.map { $0 == "GET" } ?? false
    var faults = [
      Parameter.required("action", .action).fault(in: action),
      Parameter.required("version", .version).fault(in: version),
      Parameter.optional("content_type", .key).fault(in: contentType),
    ].compactMap { $0 }
    if let method, !isGet, !(method == "POST") {
      faults.append(Fault("method", Bytes("is another one"), rule: Bytes("GET or POST")))
    }
    if isGet && !body.isEmpty {
      faults.append(Fault("body", Bytes("is given with GET"), rule: Bytes("empty with GET")))
    }
    if !isGet && !query.isEmpty && !cloud.signsQueryOfPost {
      faults.append(
        Fault(
          "query", Bytes("is given with POST"),
          rule: cloud.name + Bytes(" does not sign a POST's query: put the fields into the body")))
    }
    guard faults.isEmpty, let action, let version else { throw Refusal(faults) }

    operation = nil
    task = nil
    self.cloud = cloud
    self.action = action
    self.version = version
    self.method = isGet ? "GET" : "POST"
    self.query = query
    self.body = body
    self.contentType =
      contentType ?? (isGet ? cloud.getContentType : cloud.postContentType).bytes
  }
}
