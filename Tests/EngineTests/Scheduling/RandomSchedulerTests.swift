import Foundation
import Testing

@testable import Engine

/// Random events, with what has to hold after each of them. A seed that fails is printed, and gives
/// the same events again: CREC_TEST_SEED=… CREC_TEST_EVENTS=… swift test --filter RandomScheduler
@Suite struct RandomSchedulerTests {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  @Test func whatHoldsAfterEveryEvent() throws {
    let events = Self.number("CREC_TEST_EVENTS") ?? 100_000
    let seeds = Self.number("CREC_TEST_SEED").map { [$0] } ?? Array(1...(max(1, events / 1_000)))
    for seed in seeds {
      let story = try RandomStory(seed: UInt64(seed))
      for event in 1...1_000 {
        story.next()
        if let problem = story.problem {
          Issue.record("seed \(seed), event \(event): \(problem)\n\(story.latest)")
          return
        }
      }
      story.finish()
      if let problem = story.problem {
        Issue.record("seed \(seed), at the end: \(problem)\n\(story.latest)")
        return
      }
    }
  }
}
