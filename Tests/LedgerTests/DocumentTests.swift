import Foundation
import Testing

@testable import Ledger

/// The table of docs/ledger.md, held against the machine.
struct DocumentTests {
  @Test func theTableNamesTheStatesThatFollowEachState() throws {
    var told = try Self.told()
    for state in Recording.State.allCases {
      // To stay as it is needs no word.
      told[state.name.description, default: []].insert(state.name.description)
      let reached = Self.reached(from: state)
      #expect(told[state.name.description] == reached, "\(state)")
    }
    #expect(told["–"] == ["starting"])
  }

  /// The states after the arrows, by the state of their line.
  private static func told() throws -> [String: Set<String>] {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/ledger.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    let names = Set(Recording.State.allCases.map { $0.name.description } + ["–"])
    var found: [String: Set<String>] = [:]
    var states: [String] = []
    for line in lines.drop(while: { !$0.hasPrefix("| state | an event") }).dropFirst(2) {
      guard line.hasPrefix("|") else { break }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      let words = { (text: Substring) in
        text.split { $0 == " " || $0 == "," }.map(String.init).filter(names.contains)
      }
      if !words(cells[1]).isEmpty { states = words(cells[1]) }
      for event in cells[2].split(separator: ";") {
        guard let arrow = event.firstIndex(of: "→") else { continue }
        for state in states { found[state, default: []].formUnion(words(event[arrow...])) }
      }
    }
    return found
  }

  /// The states that any event may make of a recording of any kind.
  private static func reached(from state: Recording.State) -> Set<String> {
    var reached: Set<String> = []
    for number in 0..<(3 << 8) {
      func has(_ bit: Int) -> Bool { number >> bit & 1 == 1 }
      var it = World.recording(in: state)
      it.doubt = [.stop, .ask, .none][number >> 8]
      (it.isStopWanted, it.isStopSent) = (has(0), has(1))
      (it.isInDoubt, it.isEarly) = (has(2), has(3))
      it.quietUntil = has(4) ? World.clock + 1_000 : 0
      (it.attempts, it.waited) = has(5) ? (10, 86_400_000) : (0, 0)
      let observer = World.observer {
        $0.canSend = has(6)
        $0.isOrphan = has(7)
      }
      for (_, event) in MachineTests.events {
        reached.insert(step(it, event, seenBy: observer).recording?.state.name.description ?? "–")
      }
    }
    return reached
  }
}
