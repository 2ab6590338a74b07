import Testing

@testable import Engine

/// When a key is used, asked for and waited for.
struct LaneKeyTests {
  private func words(_ key: inout LaneKey, _ now: Int64) -> String {
    let (use, asks) = key.use(now)
    let name =
      switch use {
      case .signs: "signs"
      case .waits(let end): end.map { "waits until \($0)" } ?? "waits"
      case .fails(let outcome): "fails \(outcome.isRetryable ? "for now" : "for good")"
      }
    return asks ? "\(name), asks" : name
  }

  private static func failure(isPassing: Bool) -> Outcome {
    var outcome = Outcome(.authentication, message: Bytes("no key"))
    outcome.isRetryable = isPassing
    return outcome
  }

  @Test func oneThatWasGivenIsNeverAskedFor() {
    var key = LaneKey(isGiven: true)
    #expect(words(&key, 0) == "signs")
    let isRefused = key.refuse(0, 0)
    #expect(!isRefused)
  }

  @Test func oneIsAskedForOnceHoweverManyWait() {
    var key = LaneKey(isGiven: false)
    #expect(words(&key, 0) == "waits, asks")
    #expect(words(&key, 1) == "waits")
    key.learn(until: 1_000, renewal: 800)
    #expect(words(&key, 2) == "signs")
    #expect(words(&key, 799) == "signs")
    #expect(words(&key, 800) == "signs, asks")
    #expect(words(&key, 999) == "signs")
    #expect(words(&key, 1_000) == "waits")
  }

  @Test func oneThatIsStillGoodIsUsedWhileItsRenewalFails() {
    var key = LaneKey(isGiven: false)
    _ = key.use(0)
    key.learn(until: 100_000, renewal: 10_000)
    #expect(words(&key, 10_000) == "signs, asks")
    key.fail(Self.failure(isPassing: true), 10_000)
    #expect(words(&key, 10_499) == "signs")
    #expect(words(&key, 10_500) == "signs, asks")
    key.fail(Self.failure(isPassing: true), 10_500)
    #expect(words(&key, 11_499) == "signs")
    #expect(words(&key, 11_500) == "signs, asks")
    key.fail(Self.failure(isPassing: true), 99_999)
    #expect(words(&key, 100_000) == "waits until 101999")
    #expect(words(&key, 101_999) == "waits, asks")
  }

  @Test func aSourceThatNeverHadOneFailsForAWhile() {
    var key = LaneKey(isGiven: false)
    _ = key.use(0)
    key.fail(Self.failure(isPassing: true), 1_000)
    #expect(words(&key, 1_001) == "fails for now")
    #expect(words(&key, 10_999) == "fails for now")
    #expect(words(&key, 11_000) == "waits, asks")
  }

  @Test func oneThatIsRefusedIsFetchedAnewAndNotWithEveryCall() {
    var key = LaneKey(isGiven: false)
    _ = key.use(0)
    key.learn(until: nil, renewal: nil)
    let first = key.refuse(1, 100)
    #expect(first && key.isRefused)
    #expect(words(&key, 100) == "waits, asks")
    let second = key.refuse(1, 101)
    #expect(second, "it is being fetched")
    key.learn(until: nil, renewal: nil)
    let older = key.refuse(1, 102)
    #expect(older, "there is another one already")
    let again = key.refuse(2, 103)
    #expect(!again)
    let later = key.refuse(2, 20_000)
    #expect(later)
  }
}
