import Testing

@testable import Engine

/// The clouds' tables against the codes that their pages and SDKs list, by what each means.
@Suite struct ErrorCodeTests {
  private let clouds: [(name: String, cloud: Cloud)] = [
    ("volcengine", .volcengine), ("alibaba", .alibaba), ("tencent", .tencent),
  ]

  private func codes(_ name: String) throws -> [(code: String, status: String)] {
    try Vectors.codes[name].members.filter { $0.key != "sources" }.flatMap { status, codes in
      codes.elements.map { ($0.text, status) }
    }
  }

  @Test func everyListedCodeIsInItsTable() throws {
    for (name, cloud) in clouds {
      let codes = try codes(name)
      #expect(codes.count > 20)
      for (code, status) in codes {
        let found = cloud.errors.status(of: Bytes(code), answering: .stop)
        #expect(found.map { "\($0)" } == status, "\(name) \(code)")
      }
    }
  }

  @Test func everyRowOfATableHasAListedCode() throws {
    for (name, cloud) in clouds {
      let codes = try codes(name)
      for row in cloud.errors {
        let isMet = codes.contains { [row].status(of: Bytes($0.code), answering: .stop) != nil }
        #expect(isMet, "\(name) \(row.code)")
      }
    }
  }

  @Test func noCodeIsInATableTwice() {
    for (name, cloud) in clouds {
      for row in cloud.errors {
        #expect(
          cloud.errors.filter { "\($0.code)" == "\(row.code)" }.count == 1, "\(name) \(row.code)")
      }
    }
  }
}
