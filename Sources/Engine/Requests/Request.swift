import JSON

/// A validated call, without credentials, time or place: what will be signed, as often as needed.
public struct Request: Sendable {
  public let cloud: Cloud
  /// Nil for an action that is in no table: its answer may be any.
  public let operation: Operation?
  public let action: Bytes
  public let version: Bytes
  public let method: StaticString
  public let query: [Pair]
  public let body: Bytes
  /// Empty for none.
  public let contentType: Bytes
  /// Idempotent: may be retried when the outcome is unknown.
  public let isRepeatable: Bool

  /// Identifies the task among all of its cloud; nil where nobody can tell.
  public let task: Bytes?

  /// For people: what names the task, empty where nobody can tell.
  public var taskIDs: Bytes {
    let parts = (task ?? []).split(separator: 0, omittingEmptySubsequences: false)
    return joined(parts.dropFirst().map { Bytes($0) }, by: "/")
  }

  /// A field and its value, as a query has it and as JSON has it.
  private struct Field {
    let name: Bytes
    let text: Bytes
    var list: [Bytes]?
    let json: Bytes

    func pairs(from first: Int64) -> [Pair] {
      guard let list else { return [Pair(name: name, value: text)] }
      return list.enumerated().map { index, value in
        Pair(name: name + "." + decimal(first + Int64(index)), value: value)
      }
    }
  }

  /// A call of a table's operation, with arguments that are all text; all its faults at once.
  public init(
    _ operation: Operation, version: Bytes?, arguments: [Argument]
  ) throws(Refusal) {
    let values = operation.parameters.map { parameter in
      arguments.first { $0.name.bytes == parameter.name }?.value
    }
    var faults = zip(operation.parameters, values).compactMap { $0.fault(in: $1) }
    faults += Self.fault(inVersion: version)
    guard faults.isEmpty else { throw Refusal(faults) }

    let fields = zip(operation.parameters, values).compactMap { parameter, value in
      value.map { text in
        let isNumber = parameter.rule.kind == .number
        return Field(
          name: parameter.name.bytes, text: text, json: isNumber ? text : quoted(text) ?? [])
      }
    }
    self.init(operation, version: version, fields)
  }

  /// A call of a table's operation, with its fields as a JSON object; all its faults at once.
  public init(
    _ action: Bytes?, of cloud: Cloud, version: Bytes?, json: Bytes?
  ) throws(Refusal) {
    var faults: [Fault] = []
    let known = faults.gather { () throws(Refusal) in try Operation.known(action, of: cloud) }
    let read = faults.gather { () throws(Refusal) in try Self.object(json) }
    if let known, let read {
      faults += fieldFaults(in: read.value, known.parameters, known.conditions, at: [])
    }
    faults += Self.fault(inVersion: version)
    guard faults.isEmpty, let known, let read else { throw Refusal(faults) }
    self.init(known, version: version, Self.fields(of: read))
  }

  private init(_ operation: Operation, version: Bytes?, _ fields: [Field]) {
    self.operation = operation
    task = operation.task.map { task in
      let ids = task.names.map { name in fields.first { $0.name == name }?.text ?? [] }
      return joined([task.kind.bytes] + ids, by: "\0")
    }
    cloud = operation.cloud
    action = operation.action.bytes
    self.version = version ?? operation.version.bytes
    method = operation.method
    isRepeatable = operation.effect.isRepeatable
    (query, body) = Self.placed(fields, cloud, method)
    contentType = cloud.contentType(of: method)
  }

  /// Any action of a cloud, unchecked: with its fields in a query and a body, or as a JSON object.
  public init(
    cloud: Cloud, action: Bytes?, version: Bytes?, method: Bytes?, query: [Pair], body: Bytes,
    contentType: Bytes?, json: Bytes? = nil, isRepeatable: Bool = false
  ) throws(Refusal) {
    let isGet = method.map { $0 == "GET" } ?? false
    var faults = [
      Parameter.action.fault(in: action),
      Parameter.required("version", .version).fault(in: version),
      Parameter.optional("content_type", .headerValue).fault(in: contentType),
    ].compactMap { $0 }
    if let method, !isGet, !(method == "POST") {
      faults.append(Fault("method", Bytes("is not an allowed value"), rule: Bytes("GET or POST")))
    }
    if isGet && !body.isEmpty {
      faults.append(Fault("body", Bytes("is given with GET"), rule: Bytes("empty with GET")))
    }
    if !isGet && !query.isEmpty && !cloud.signsQueryOfPost {
      faults.append(
        Fault(
          "query", Bytes("is given with POST"),
          rule: cloud.title + Bytes(" does not sign a POST's query: put the fields into the body")))
    }
    if json != nil && !(query.isEmpty && body.isEmpty && contentType == nil) {
      faults.append(
        Fault(
          "fields", Bytes("is given beside query, body or content_type"),
          rule: Bytes("instead of them")))
    }
    let fields = json.flatMap { json in
      faults.gather { () throws(Refusal) in try Self.object(json) }
    }
    let (query, body) =
      fields.map { Self.placed(Self.fields(of: $0), cloud, isGet ? "GET" : "POST") }
      ?? (query, body)
    faults += Self.faults(inQuery: query, cloud)
    guard faults.isEmpty, let action, let version else { throw Refusal(faults) }

    operation = Operation.named(action, of: cloud)
    task = nil
    self.isRepeatable = isRepeatable
    self.cloud = cloud
    self.action = action
    self.version = version
    self.method = isGet ? "GET" : "POST"
    self.query = query
    self.body = body
    self.contentType = contentType ?? cloud.contentType(of: self.method)
  }

  /// A name that the signature adds must not be there twice.
  private static func faults(inQuery query: [Pair], _ cloud: Cloud) -> [Fault] {
    var faults = cloud.ownQueryNames.filter { name in query.contains { $0.name == name } }.map {
      Fault($0, Bytes("is in the query"), rule: Bytes("given as action and version"))
    }
    if query.count > pairLimit {
      faults.append(
        Fault(
          "query", "has " + decimal(Int64(query.count)) + " pairs",
          rule: "at most " + decimal(Int64(pairLimit))))
    }
    return faults
  }

  public static let pairLimit = 10_000

  private static func fault(inVersion version: Bytes?) -> [Fault] {
    Parameter.optional("version", .version).fault(in: version).map { [$0] } ?? []
  }

  /// A parsed document takes up to sixty times its size.
  private static let jsonLimit = 1 << 20

  private static func object(_ json: Bytes?) throws(Refusal) -> JSONObject {
    if let size = json?.count, size > jsonLimit {
      throw Refusal([
        Fault(
          "fields", "has " + decimal(Int64(size)) + " bytes",
          rule: "at most " + decimal(Int64(jsonLimit)))
      ])
    }
    do throws(JSONFault) {
      return try JSONObject(parsing: json ?? Bytes("{}"))
    } catch {
      let rule = Bytes("a JSON object, nested at most 32 deep, each member once")
      throw Refusal([Fault("fields", Bytes(error.problem), rule: rule)])
    }
  }

  private static func fields(of object: JSONObject) -> [Field] {
    object.members.map {
      Field(name: $0.name, text: $0.text ?? $0.json, list: $0.list, json: $0.json)
    }
  }

  /// In a query a list of plain values is a pair each, an object its JSON, and a null nothing.
  private static func placed(
    _ fields: [Field], _ cloud: Cloud, _ method: StaticString
  ) -> (query: [Pair], body: Bytes) {
    if method.bytes == "GET" || cloud.postPlace == .query {
      let given = fields.filter { !($0.json == "null") }
      return (given.flatMap { $0.pairs(from: cloud.firstOfList) }, [])
    }
    let members = fields.map { (quoted($0.name) ?? []) + ":" + $0.json }
    return ([], "{" + joined(members, by: ",") + "}")
  }
}

extension Cloud {
  fileprivate func contentType(of method: StaticString) -> Bytes {
    (method.bytes == "GET" ? getContentType : postContentType).bytes
  }
}
