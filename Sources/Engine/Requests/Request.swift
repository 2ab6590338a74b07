import JSON

/// A validated call, without credentials, time or place: what will be signed, as often as needed.
public struct Request: Sendable {
  public let cloud: Cloud
  /// Nil for an action that is in no table: its answer may be any.
  public let operation: Operation?
  public let action: Bytes
  public let version: Bytes
  public let method: StaticString
  let path: Bytes
  /// As it is signed and sent.
  public let query: Bytes
  public let body: Bytes
  /// Empty for none.
  public let contentType: Bytes
  /// Idempotent: may be retried when the outcome is unknown.
  public let isRepeatable: Bool
  /// Headers of a request that is no call of a cloud's: any reply to it counts that HTTP calls a
  /// success. Nil for a call.
  let plainHeaders: [Header]?

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
    /// Nil where it is the text, in quotes.
    var json: Bytes?

    func addPairs(to pairs: inout [Pair], from first: Int64) {
      guard let list else { return pairs.append(Pair(name: name, value: text)) }
      for (index, value) in list.enumerated() {
        pairs.append(Pair(name: name + "." + decimal(first + Int64(index)), value: value))
      }
    }
  }

  /// A call of a table's operation, with values that are all text, in the order of its parameters,
  /// nil for those that are not given; all its faults at once.
  public init(_ operation: Operation, version: Bytes?, values: [Bytes?]) throws(Refusal) {
    var faults: [Fault] = []
    for (parameter, value) in zip(operation.parameters, values) {
      if let fault = parameter.fault(in: value) { faults.append(fault) }
    }
    faults += Self.fault(inVersion: version)
    guard faults.isEmpty else { throw Refusal(faults) }

    var fields: [Field] = []
    fields.reserveCapacity(values.count)
    for index in values.indices {
      guard let text = values[index] else { continue }
      let isNumber = operation.parameters[index].rule.kind == .number
      fields.append(
        Field(name: operation.fieldNames[index], text: text, json: isNumber ? text : nil))
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
      var ids = task.kind.bytes
      for name in task.names {
        ids.append(0)
        ids += fields.first { $0.name == name }?.text ?? []
      }
      return ids
    }
    plainHeaders = nil
    cloud = operation.cloud
    action = operation.actionName
    self.version = version ?? operation.ownVersion
    method = operation.method
    path = operation.path
    isRepeatable = operation.effect.isRepeatable
    let (pairs, body) = Self.placed(fields, cloud, method)
    self.body = body
    query = cloud.signature.query(action, self.version, pairs)
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
    let (pairs, body) =
      fields.map { Self.placed(Self.fields(of: $0), cloud, isGet ? "GET" : "POST") }
      ?? (query, body)
    faults += Self.faults(inQuery: pairs, cloud)
    guard faults.isEmpty, let action, let version else { throw Refusal(faults) }

    operation = Operation.named(action, of: cloud)
    path = operation?.path ?? Bytes("/")
    task = nil
    plainHeaders = nil
    self.isRepeatable = isRepeatable
    self.cloud = cloud
    self.action = action
    self.version = version
    self.method = isGet ? "GET" : "POST"
    self.query = cloud.signature.query(action, version, pairs)
    self.body = body
    self.contentType = contentType ?? cloud.contentType(of: self.method)
  }

  /// A request that is no call of a cloud's, to be sent as it is.
  init(plain method: StaticString, of cloud: Cloud, path: Bytes, query: Bytes, headers: [Header]) {
    operation = nil
    task = nil
    plainHeaders = headers
    isRepeatable = true
    self.cloud = cloud
    action = Bytes("key")
    version = []
    self.method = method
    self.path = path
    self.query = query
    body = []
    contentType = []
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
  ) -> (pairs: [Pair], body: Bytes) {
    if isGet(method) || cloud.postPlace == .query {
      var pairs: [Pair] = []
      for field in fields where field.json.map({ !($0 == "null") }) ?? true {
        field.addPairs(to: &pairs, from: cloud.firstOfList)
      }
      return (pairs, [])
    }
    var body = Bytes()
    body.reserveCapacity(fields.reduce(2) { $0 + $1.name.count + ($1.json ?? $1.text).count + 6 })
    body += "{"
    for (index, field) in fields.enumerated() {
      if index > 0 { body += "," }
      appendQuoted(field.name, to: &body)
      body += ":"
      if let json = field.json { body += json } else { appendQuoted(field.text, to: &body) }
    }
    body += "}"
    return ([], body)
  }

  fileprivate static func isGet(_ method: StaticString) -> Bool {
    method.utf8CodeUnitCount == 3
  }
}

extension Cloud {
  fileprivate func contentType(of method: StaticString) -> Bytes {
    Request.isGet(method) ? getContentType : postContentType
  }
}
