import Testing

@testable import Engine

/// The clouds' tables against the codes that their pages and SDKs list, by what each means.
@Suite struct ErrorCodeTests {
  private let clouds: [(name: String, cloud: Cloud)] = [
    ("volcengine", .volcengine), ("alibaba", .alibaba), ("tencent", .tencent),
  ]

  /// Meanings that say more than their status does by itself.
  private let special: [String: Meaning] = [
    "seenBefore": .seenBefore, "expiredToken": .expiredToken,
    "wrongOrExpiredToken": .wrongOrExpiredToken,
  ]

  private func codes(_ name: String) throws -> [(code: String, meaning: String)] {
    try Vectors.codes[name].members.filter { $0.key != "sources" }.flatMap { meaning, codes in
      codes.elements.map { ($0.text, meaning) }
    }
  }

  private func name(of meaning: Meaning) -> String {
    special.first { "\($0.value)" == "\(meaning)" }?.key
      ?? ("\(meaning)" == "\(Meaning(meaning.status))" ? "\(meaning.status)" : "\(meaning)")
  }

  @Test func everyListedCodeIsInItsTable() throws {
    for (name, cloud) in clouds {
      let codes = try codes(name)
      #expect(codes.count > 20)
      for (code, meaning) in codes {
        let found = cloud.errors.meaning(of: Bytes(code), answering: .stop)
        #expect(found.map(self.name) == meaning, "\(name) \(code)")
      }
    }
  }

  @Test func everyCodeOfATableIsListed() throws {
    for (name, cloud) in clouds {
      let codes = try codes(name).map(\.code)
      for code in cloud.errors.flatMap(\.codes).map({ "\($0)" }) {
        let family = code.hasSuffix(".*") ? code.dropLast(2) : nil
        let isListed = codes.contains { listed in
          family.map { listed == $0 || listed.hasPrefix($0 + ".") } ?? (listed == code)
        }
        #expect(isListed, "\(name) \(code)")
      }
    }
  }

  @Test func noCodeIsInATableTwice() {
    for (name, cloud) in clouds {
      let codes = cloud.errors.flatMap(\.codes).map { "\($0)" }
      #expect(Set(codes).count == codes.count, "\(name)")
    }
  }

  /// "Nothing of that name exists" settles a stop, so that no pattern may say it of a new code.
  @Test func aNewFailureOfTencentIsNotTakenForCertain() throws {
    for code in ["FailedOperation", "FailedOperation.New", "FailedOperation.NewNotExist"] {
      let meaning = try #require(
        Cloud.tencent.errors.meaning(of: Bytes(code), answering: .stop), "\(code)")
      #expect(meaning.status == .cloudError && meaning.mayHaveBeenApplied && meaning.isRetryable)
    }
  }
}
