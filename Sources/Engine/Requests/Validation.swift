import JSON

/// JSON against the tables. Every fault names its member by the path to it.
extension Rule {
  func faults(in value: JSONValue, at path: Bytes) -> [Fault] {
    func refused(_ problem: Bytes) -> [Fault] { [Fault(at: path, problem, rule: text)] }
    guard value.kind == kind else {
      // A number in quotes, or a text where a number belongs: the rule has more to say about it.
      let problem =
        value.kind == .text && kind == .number ? value.text.flatMap { self.problem(with: $0) } : nil
      return refused(problem ?? "is " + Bytes(value.kind.name))
    }
    switch self {
    case .object(let parameters, let conditions):
      return fieldFaults(in: value, parameters, conditions, at: path)
    case .list(let rule, let range):
      let count = "has " + decimal(Int64(value.count)) + " elements"
      var faults = range.contains(value.count) ? [] : refused(count)
      for (index, element) in value.elements.enumerated() {
        faults += rule.faults(in: element, at: path + "[" + decimal(Int64(index)) + "]")
      }
      return faults
    case .explained(let rule, _):
      return rule.faults(in: value, at: path).map { fault in
        fault.field == path ? Fault(at: path, fault.problem, rule: text) : fault
      }
    default:
      return (value.text ?? value.number).flatMap { problem(with: $0) }.map(refused) ?? []
    }
  }

  /// As what JSON has it.
  var kind: JSONValue.Kind {
    switch self {
    case .integer, .integerIn, .evenIntegerIn, .zeroOrIntegerIn: .number
    case .boolean: .boolean
    case .object: .object
    case .list: .list
    case .atMost(_, let rule), .explained(let rule, _): rule.kind
    default: .text
    }
  }
}

/// The fields of an object, those that are missing and those that are none of them.
func fieldFaults(
  in object: JSONValue, _ parameters: [Parameter], _ conditions: [Condition], at path: Bytes
) -> [Fault] {
  func fieldPath(_ name: Bytes) -> Bytes { path.isEmpty ? name : path + "." + name }
  let members = object.members
  var faults: [Fault] = []
  for parameter in parameters {
    let value = members.first { $0.name == parameter.name }?.value
    if let value {
      faults += parameter.rule.faults(in: value, at: fieldPath(parameter.name.bytes))
    } else if parameter.isRequired {
      faults.append(parameter.missing(at: fieldPath(parameter.name.bytes)))
    }
  }
  let unknown = members.lazy.filter { member in
    !parameters.contains { member.name == $0.name }
  }
  for member in unknown.prefix(10) {
    let known = joined(parameters.map { $0.name.bytes }, by: ", ")
    let name = member.name.isEmpty ? Bytes("\"\"") : printable(member.name).shortened(to: 128)
    faults.append(
      Fault(at: fieldPath(name), Bytes("is no field"), rule: "one of " + known))
  }
  for condition in conditions {
    if let fault = condition.fault(in: object) {
      faults.append(path.isEmpty ? fault : fault.inside(path))
    }
  }
  return faults
}

extension Condition {
  fileprivate func fault(in object: JSONValue) -> Fault? {
    switch self {
    case .required(let name, let other, let value):
      guard object[name] == nil, object[other]?.number != decimal(value) else { return nil }
      return Fault(name, Bytes("is missing"), rule: text)
    case .span(let start, let end, let limit):
      guard let from = object[start]?.number.flatMap(integer),
        let to = object[end]?.number.flatMap(integer), to <= from || to - from > limit
      else { return nil }
      let problem =
        to > from ? "is " + decimal(to - from) + " seconds later" : Bytes("is not later")
      return Fault(end, problem, rule: text)
    }
  }
}

extension JSONValue.Kind {
  var word: StaticString {
    switch self {
    case .object: "object"
    case .list: "list"
    case .text: "text"
    case .number: "number"
    case .boolean: "boolean"
    case .null: "null"
    }
  }

  /// In words that end "it is".
  var name: StaticString {
    switch self {
    case .object: "an object"
    case .list: "a list"
    case .text: "a text"
    case .number: "a number"
    case .boolean: "true or false"
    case .null: "null"
    }
  }
}
