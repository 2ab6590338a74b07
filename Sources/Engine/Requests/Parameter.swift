public struct Parameter: Sendable {
  public let name: StaticString
  public let rule: Rule
  public let isRequired: Bool
  /// For people: meaning, unit, default.
  public let note: StaticString

  /// Alibaba's x-acs-signature-nonce, when the caller brings one.
  public static let nonce = optional("nonce", .headerValue)
  static let action = required("action", .action)

  static func required(
    _ name: StaticString, _ rule: Rule, _ note: StaticString = ""
  ) -> Parameter {
    Parameter(name: name, rule: rule, isRequired: true, note: note)
  }

  static func optional(
    _ name: StaticString, _ rule: Rule, _ note: StaticString = ""
  ) -> Parameter {
    Parameter(name: name, rule: rule, isRequired: false, note: note)
  }

  public func fault(in value: Bytes?) -> Fault? {
    guard let value else { return isRequired ? missing(at: name.bytes) : nil }
    return rule.problem(with: value).map { Fault(name, $0, rule: rule.text) }
  }

  func missing(at path: Bytes) -> Fault { Fault(at: path, Bytes("is missing"), rule: rule.text) }
}

/// A condition between members of one object.
public enum Condition: Sendable {
  /// The first is required unless the second is that integer.
  case required(StaticString, unless: StaticString, is: Int64)
  /// Between two unix times lie 1 to so many seconds.
  case span(from: StaticString, to: StaticString, atMost: Int64)

  public var text: Bytes {
    switch self {
    case .required(let name, let other, let value):
      name.bytes + " is required unless " + other.bytes + " is " + decimal(value)
    case .span(let start, let end, let limit):
      end.bytes + " is 1 to " + decimal(limit) + " seconds after " + start.bytes
    }
  }
}
