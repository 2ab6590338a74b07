/// An operation, as a value. Adding one is one declaration in its cloud's Operations file.
public struct Operation: Sendable {
  public let cloud: Cloud
  public let action: StaticString
  public let version: StaticString
  public let place: Place
  public let effect: Effect
  public let task: Task
  /// Calls a second that the cloud allows an account.
  public let rate: Int64
  public let parameters: [Parameter]

  /// What becomes of the task. A stop made twice does no more than one; a start could make, and
  /// bill, a second task.
  public enum Effect: Sendable {
    case start
    case stop
  }

  /// Which task is meant: a kind, and the parameters that name one of it.
  public struct Task: Sendable {
    let kind: StaticString
    let names: [StaticString]

    init(_ kind: StaticString, _ names: [StaticString]) {
      self.kind = kind
      self.names = names
    }
  }

  /// Where the parameters travel.
  public enum Place: Sendable {
    case query
    case body
  }
}

public struct Parameter: Sendable {
  public let name: StaticString
  public let rule: Rule
  public let isRequired: Bool

  /// Alibaba's x-acs-signature-nonce, when the caller brings one.
  public static let nonce = optional("nonce", .key)

  static func required(_ name: StaticString, _ rule: Rule) -> Parameter {
    Parameter(name: name, rule: rule, isRequired: true)
  }

  static func optional(_ name: StaticString, _ rule: Rule) -> Parameter {
    Parameter(name: name, rule: rule, isRequired: false)
  }

  public func fault(in value: Bytes?) -> Fault? {
    guard let value else {
      return isRequired ? Fault(name, Bytes("is missing"), rule: rule.text.bytes) : nil
    }
    return rule.problem(with: value).map { Fault(name, $0, rule: rule.text.bytes) }
  }
}

/// The value that a caller gave for a parameter; nil is "not given".
public struct Argument {
  let name: StaticString
  let value: Bytes?

  public init(_ name: StaticString, _ value: Bytes?) {
    self.name = name
    self.value = value
  }
}
