import Foundation
import Testing

@testable import Engine

/// Every event in every state, held against the table in docs/architecture.md.
@Suite struct StateTableTests {
  private static let events: [(name: String, event: CallEvent)] = [
    ("released", .released),
    ("settled", .settled),
    ("overtaken", .overtaken),
    ("overtaken, in doubt", .overtaken),
    ("chosen", .chosen),
    ("begun", .begun),
    ("attempt ended, final", .attemptEnded(Outcome(.ok, message: []))),
    (
      "attempt ended, to be retried",
      .attemptEnded(Outcome(.unavailable, message: [], mayHaveBeenApplied: false))
    ),
    ("refused", .refused(Outcome(.internal, message: []))),
    ("time passed", .timePassed),
    ("time passed, idempotent", .timePassed),
    ("time over", .timePassed),
    ("cancelled", .cancelled),
    ("closing", .closing(until: 1_005_000)),
  ]

  /// A call in a state, and its number: a start, or where starts do not come a stop.
  private func call(_ state: ScheduledCall.State) throws -> (World, Int) {
    let world = World()
    let lane = try world.lane { $0.connectionLimit = 1 }
    func id(_ call: Int) -> Int { world.ids[call]! }
    switch state {
    case .behind:
      world.write(world.accept(.start, on: lane, timeout: 60_000))
      return (world, id(world.accept(.stop, on: lane)))
    case .waiting:
      world.accept(.query, on: lane, timeout: 60_000)
      return (world, id(world.accept(.start, on: lane)))
    case .onNetwork:
      return (world, id(world.accept(.start, on: lane)))
    case .backingOff, .spaced:
      let start = world.accept(.start, on: lane)
      world.end(start, .unavailable, mayHaveBeenApplied: false)
      if state == .spaced {
        // Another has taken this moment.
        _ = world.scheduler.lanes[lane].retrySlot(of: ScheduledCall(), world.now + 200)
        world.advance(by: 200)
      }
      return (world, id(start))
    case .ended:
      let start = id(world.accept(.start, on: lane))
      world.scheduler.cancel(start, at: world.now)
      return (world, start)
    }
  }

  private func row(_ state: ScheduledCall.State, _ name: String, _ event: CallEvent) throws
    -> String?
  {
    let (world, id) = try call(state)
    #expect(world.scheduler.calls[id].state == state)
    while world.scheduler.nextAction() != nil && state != .ended {}
    let before = world.scheduler.calls[id]
    switch name {
    case "overtaken, in doubt": world.scheduler.calls[id].isInDoubt = true
    case "time passed, idempotent": world.scheduler.calls[id].isRepeatable = true
    case "time over": world.now += 10_000
    default: break
    }
    world.scheduler.handle(event, of: id, world.now)
    let after = world.scheduler.calls[id]
    var effects: [String] = []
    if after.isOvertaken { effects.append("not sent again") }
    if after.deadline != before.deadline { effects.append("less time") }
    while let action = world.scheduler.nextAction() {
      switch action {
      case .send: effects.append("send")
      case .breakOff: effects.append("break off")
      case .deliver(_, let outcome): effects.append("deliver \(outcome.status)")
      case .lookUp, .leaveLookUp, .fetchKey, .forgetAddresses, .log: break
      }
      if state == .ended { effects = [] }
    }
    if after.state == before.state && effects.isEmpty { return nil }
    return "| \(state) | \(name) | \(after.state) | \(effects.joined(separator: ", ")) |"
  }

  @Test func theTableIsWhatTheCodeDoes() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../docs/architecture.md")
    let told = try String(contentsOf: page, encoding: .utf8).split(separator: "\n").map(String.init)
    let states = ScheduledCall.State.allCases.map { "| \($0) |" }
    let table = told.filter { line in states.contains { line.hasPrefix($0) } }
    var rows: [String] = []
    for state in ScheduledCall.State.allCases {
      for (name, event) in Self.events {
        guard let row = try row(state, name, event) else { continue }
        // A variant that does the same is not told.
        if rows.last?.replacing("passed", with: "passed, idempotent") != row { rows.append(row) }
      }
    }
    #expect(table == rows, "\(rows.joined(separator: "\n"))")
  }
}
