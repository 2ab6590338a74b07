/// An operation, as a value. Adding one is one element of its cloud's list: that makes it checked,
/// signed, paced, repeated or not, callable from everywhere, and documented.
public final class Operation: Sendable {
  public let cloud: Cloud
  public let action: StaticString
  public let version: StaticString
  public let method: StaticString
  /// The path that is signed and sent, percent-encoded; an endpoint's base path is not in it.
  let path: Bytes
  public let effect: Effect
  /// Nil if the cloud names the task, not the caller.
  public let task: Task?
  /// The region to send if the cloud wants one of each call and the caller named none.
  public let region: StaticString
  /// Calls a second that the cloud allows an account; nil where the pages say nothing.
  public let rate: Int64?
  /// For people: what it does, and where that is written.
  public let summary: StaticString
  public let source: StaticString
  public let parameters: [Parameter]
  public let conditions: [Condition]
  /// The life of the task that it begins; nil for anything but a start.
  public let life: Life?
  /// Made once, and not for each request.
  let actionName: Bytes
  let ownVersion: Bytes
  let fieldNames: [Bytes]

  init(
    _ cloud: Cloud, _ action: StaticString, version: StaticString, method: StaticString = "POST",
    path: StaticString = "/", _ effect: Effect, task: Task? = nil, region: StaticString = "",
    rate: Int64?,
    _ summary: StaticString,
    source: StaticString, _ parameters: [Parameter], conditions: [Condition] = [],
    life: Life? = nil
  ) {
    self.cloud = cloud
    self.action = action
    self.version = version
    self.method = method
    self.path = path.bytes
    self.effect = effect
    self.task = task
    self.region = region
    self.rate = rate
    self.summary = summary
    self.source = source
    self.parameters = parameters
    self.conditions = conditions
    self.life = life
    actionName = action.bytes
    ownVersion = version.bytes
    fieldNames = parameters.map { $0.name.bytes }
  }

  public static let all: [Operation] = Cloud.all.flatMap { $0.operations() }

  static func named(_ action: Bytes, of cloud: Cloud) -> Operation? {
    all.first { $0.cloud.number == cloud.number && action == $0.action }
  }

  /// The operation of an action; an unknown one is a fault.
  static func known(_ action: Bytes?, of cloud: Cloud) throws(Refusal) -> Operation {
    if let fault = Parameter.action.fault(in: action) { throw Refusal([fault]) }
    if let operation = action.flatMap({ named($0, of: cloud) }) { return operation }
    let own = all.filter { $0.cloud.number == cloud.number }
    throw Refusal([
      Fault(
        "action", Bytes("is an unknown operation of ") + cloud.title.bytes,
        rule: "one of " + joined(own.map { $0.action.bytes }, by: ", "))
    ])
  }

  /// The effect on the task.
  public enum Effect: Sendable {
    /// Not idempotent: a second one could start, and bill, a second task.
    case start
    case stop
    case update
    case delete
    /// None: it asks about the task.
    case query

    /// True if it is idempotent, whatever happens between two calls.
    var isRepeatable: Bool {
      switch self {
      case .stop, .delete, .query: true
      case .start, .update: false
      }
    }

    public var name: StaticString {
      switch self {
      case .start: "start"
      case .stop: "stop"
      case .update: "update"
      case .delete: "delete"
      case .query: "query"
      }
    }
  }

  /// The task that a call is about: its kind, and the parameters that identify it.
  public struct Task: Sendable {
    let kind: StaticString
    let names: [StaticString]

    init(_ kind: StaticString, _ names: [StaticString]) {
      self.kind = kind
      self.names = names
    }
  }
}
