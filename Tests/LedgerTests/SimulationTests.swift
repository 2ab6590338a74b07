import Foundation
import Testing

@testable import Ledger

/// CREC_TEST_SEED replays one story, CREC_TEST_STORIES says how many there are.
struct SimulationTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// Stories that have failed before.
  private static let once: [UInt64] = [
    644, 5_775, 6_873, 11_260, 11_381, 23_490, 24_411,
  ]

  @Test func nothingRunsOnThatTheLedgerDoesNotList() {
    let first = Self.number("CREC_TEST_SEED")
    let count = Self.number("CREC_TEST_STORIES") ?? 100
    var (lives, steps, faults) = (0, 0, 0)
    let seeds = first.map { [$0] } ?? Self.once + Array(1..<1 + count)
    for seed in seeds {
      var story = Simulation(seed: seed)
      if let fault = story.run(steps: 1_500) {
        Issue.record("seed \(seed): \(fault)")
        faults += 1
      }
      lives += story.cloud.lives
      steps += story.steps
      if faults == 5 { break }
    }
    print("\(lives) lives of recordings in \(steps) steps")
    #expect(lives > 0)
  }
}
