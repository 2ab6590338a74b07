@testable import Engine

/// A world in which anything happens, and what is known of each of its calls.
final class RandomStory {
  private struct Known {
    let number: Int
    let kind: World.Kind
    let task: String
    let lane: Int
    let end: Int64
    var mayBeKnown = false
    var outcomes = 0
    /// A stop that was sent while this start was open.
    var wasOvertaken = false
  }

  private let world: World
  private var random: SplitMix
  private let limits: [Int: Int]
  private let lanes: [Int]
  private var calls: [Int: Known] = [:]
  private var isClosing = false
  private(set) var problem: String?
  private var lines: [String] = []

  var latest: String { lines.suffix(30).joined(separator: "\n") }

  init(seed: UInt64) throws {
    world = World(seed: seed)
    random = SplitMix(seed: seed)
    let first = try world.lane {
      $0.connectionLimit = 3
      $0.pacing = Pacing.wait.rawValue
    }
    let second = try world.lane {
      $0.connectionLimit = 1
      $0.attemptLimit = 3
    }
    let third = try world.lane {
      $0.endpoint = nil
      $0.usesOtherDomains = true
      $0.connectTimeoutMilliseconds = 2_000
    }
    lanes = [first, second, third]
    limits = [first: 3, second: 1, third: 16]
  }

  private func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }

  private func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  // MARK: - Events

  func next() {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<30: accept()
    case 30..<45: some { write($0) }
    case 45..<65: some { end($0) }
    case 65..<85: advance(by: Int64(pick([0, 1, 10, 100, 1_000])))
    case 85..<90:
      anyOpen {
        tell("cancel \($0)")
        world.cancel($0)
      }
    case 90..<97: answer()
    case 97: close(pick(lanes))
    default: advance(by: 5_000)
    }
    check()
  }

  /// No new calls: all that there are have to end by their deadlines.
  func finish() {
    while problem == nil, let time = world.scheduler.nextTime {
      advance(by: max(0, time - world.now))
      check()
    }
    for (number, call) in calls where call.outcomes != 1 {
      problem = "call \(number) has \(call.outcomes) outcomes"
    }
    if !world.lookUps.isEmpty { problem = "a look-up is left" }
  }

  private func tell(_ line: String) { lines.append("\(world.now) \(line)") }

  private func accept() {
    let kind = pick(World.Kind.allCases)
    let task = pick(["A", "B", "C"])
    let lane = pick(lanes)
    let timeout = Int64(pick([10, 1_000, 9_000]))
    let rate: Int64? = kind == .query && chance(30) ? 5 : nil
    calls[calls.count + 1] = Known(
      number: calls.count + 1, kind: kind, task: task, lane: lane, end: world.now + timeout)
    tell("accept \(calls.count): \(kind) \(task) on \(lane), \(timeout) ms")
    world.accept(kind, task, on: lane, timeout: timeout, rate: rate)
  }

  private func some(_ body: (Int) -> Void) {
    if !world.onNetwork.isEmpty { body(pick(world.onNetwork.sorted())) }
  }

  private func anyOpen(_ body: (Int) -> Void) {
    if !world.ids.isEmpty { body(pick(world.ids.keys.sorted())) }
  }

  private func write(_ call: Int) {
    guard let id = world.ids[call], world.now < world.scheduler.sendEnd(of: id) else { return }
    tell("write \(call)")
    calls[call]?.mayBeKnown = true
    world.write(call)
  }

  private func end(_ call: Int) {
    let status = pick([Status.ok, .ok, .throttled, .network, .unavailable, .notFound, .timeout])
    let wasSent = calls[call]?.mayBeKnown == true
    let isCertain = status == .throttled || chance(30)
    let doubt = wasSent && !isCertain
    // A start is not sent again in doubt: a certain answer is about all that was sent of it.
    if !doubt { calls[call]?.mayBeKnown = false }
    tell("end \(call): \(status)\(doubt ? ", in doubt" : "")")
    world.end(call, status, mayHaveBeenApplied: doubt)
  }

  private func advance(by time: Int64) {
    tell("pass \(time)")
    world.advance(by: time)
  }

  private func answer() {
    guard let lane = world.lookUps.keys.sorted().first else { return }
    if chance(70) {
      tell("looked up for \(lane)")
      world.answer(lane, until: world.now + 3_000)
    } else {
      tell("look-up failed for \(lane)")
      world.failLookUp(lane)
    }
  }

  private func close(_ lane: Int) {
    guard chance(10) else { return }
    tell("close \(lane)")
    world.close(lane, in: 500)
  }

  // MARK: - What holds

  private func check() {
    world.advance(by: 0)
    for line in world.takeDone() {
      tell("  \(line)")
      let words = line.split(separator: " ")
      guard let call = words.dropFirst().lazy.compactMap({ Int($0.filter(\.isNumber)) }).first
      else { continue }
      switch words[0] {
      case "send": checkSending(call)
      case "deliver": calls[call]?.outcomes += 1
      default: break
      }
      if let outcomes = calls[call]?.outcomes, words[0] == "deliver", outcomes > 1 {
        problem = "call \(call) has \(outcomes) outcomes"
      }
    }
    checkConnections()
    checkNothingIsLeft()
  }

  private func checkSending(_ number: Int) {
    guard let call = calls[number] else { return }
    if call.outcomes > 0 { problem = "call \(number) was sent after its outcome" }
    switch call.kind {
    case .start:
      if call.mayBeKnown { problem = "start \(number) was sent twice" }
      if call.wasOvertaken { problem = "start \(number) was sent after its stop" }
    case .stop:
      for (other, start) in calls
      where start.kind == .start && start.task == call.task && other < number {
        calls[other]?.wasOvertaken = true
      }
    case .query:
      break
    }
  }

  private func checkConnections() {
    for lane in lanes {
      let used = world.onNetwork.filter { calls[$0]?.lane == lane }
      let others = used.filter { calls[$0]?.kind != .stop }
      let limit = limits[lane]!
      if used.count > limit { problem = "lane \(lane) has \(used.count) connections" }
      if others.count > max(1, limit - max(1, limit / 4)) {
        problem = "lane \(lane) has no connection left for a stop"
      }
      if used.count != world.scheduler.connections(of: lane) {
        problem = "lane \(lane) counts \(world.scheduler.connections(of: lane)) connections"
      }
    }
  }

  private func checkNothingIsLeft() {
    if let time = world.scheduler.nextTime, time <= world.now { problem = "something due is left" }
    for (number, id) in world.ids {
      let scheduler = world.scheduler
      let call = scheduler.calls[id]
      switch call.state {
      case .behind:
        let hasStart = world.ids.keys.contains {
          $0 < number && calls[$0]?.kind == .start && calls[$0]?.task == calls[number]?.task
        }
        if calls[number]?.kind != .stop || !hasStart { problem = "\(number) waits for nothing" }
      case .waiting:
        let lane = scheduler.lanes[call.lane]
        if lane.nextQueue(world.now, scheduler.calls) != nil && !lane.isAsking {
          problem = "\(number) waits beside a free connection"
        }
      case .onNetwork:
        if !world.onNetwork.contains(number) { problem = "\(number) is not on the network" }
      case .ended:
        problem = "\(number) has ended without an outcome"
      case .backingOff, .spaced:
        break
      }
      if scheduler.nextTime == nil { problem = "\(number) has no deadline" }
    }
  }
}

extension SplitMix: RandomNumberGenerator {}
