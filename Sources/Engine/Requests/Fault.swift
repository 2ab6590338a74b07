/// One thing that is wrong with what the caller gave: which field, what about it, and the rule.
public struct Fault: Sendable, Equatable {
  public let field: Bytes
  public let problem: Bytes
  public let rule: Bytes

  public init(_ field: StaticString, _ problem: Bytes, rule: Bytes) {
    self.init(at: field.bytes, problem, rule: rule)
  }

  init(at path: Bytes, _ problem: Bytes, rule: Bytes) {
    field = path
    self.problem = problem
    self.rule = rule
  }

  /// The same of a member of something.
  func inside(_ whole: Bytes) -> Fault { Fault(at: whole + "." + field, problem, rule: rule) }

  var line: Bytes {
    let what = joined([field, problem], by: " ")
    return what + " (rule: " + rule + ")"
  }
}

extension [Fault] {
  /// The result of `make`; or nil, with its faults added to these.
  mutating func gather<Value>(_ make: () throws(Refusal) -> Value) -> Value? {
    do throws(Refusal) {
      return try make()
    } catch {
      self += error.faults
      return nil
    }
  }
}

/// Arguments were refused; nothing was sent.
public struct Refusal: Error {
  public let faults: [Fault]

  /// As many as a person may ever read.
  public init(_ faults: [Fault]) {
    self.faults = Array(faults.prefix(100))
  }
}
