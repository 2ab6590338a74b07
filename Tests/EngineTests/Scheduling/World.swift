@testable import Engine

/// A scheduler with a clock that the test moves, and a network that answers when the test says so.
/// Calls go by their numbers in the order of acceptance.
final class World {
  var scheduler: Scheduler
  var now: Int64 = 1_000_000
  /// A line for each action.
  private(set) var did: [String] = []
  private(set) var outcomes: [Int: Outcome] = [:]
  private(set) var kinds: [Int: Kind] = [:]
  private(set) var onNetwork: Set<Int> = []
  private(set) var lookUps: [Int: Int] = [:]
  /// The scheduler's numbers of calls without an outcome.
  private(set) var ids: [Int: Int] = [:]
  private var accepted = 0

  enum Kind: CaseIterable {
    case start, stop, query
  }

  init(seed: UInt64 = 1) {
    scheduler = Scheduler(seed: seed)
  }

  /// The lane of a client without rate limits, whose host is numeric; or as `change` has it.
  func lane(_ change: (inout Options) -> Void = { _ in }) throws -> Int {
    var options = Options()
    options.endpoint = Bytes("https://127.0.0.1")
    options.pacing = Pacing.off.rawValue
    change(&options)
    return scheduler.addLane(try Configuration(.tencent, options), logLevel: nil)
  }

  private static let requests: [Kind: Request] = [
    .start: request("StartWBRecord"), .stop: request("StopWBRecord"),
    .query: request("GetWebCastTask"),
  ]

  private static func request(_ action: String) -> Request {
    let fields = #"{"AppId":"1","RoomId":"1","TaskId":"1","UserId":"1"}"#
    let known = action == "GetWebCastTask" ? fields.replacing(#","UserId":"1""#, with: "") : fields
    do {
      return try Request(Bytes(action), of: .volcengine, version: nil, json: Bytes(known))
    } catch {
      fatalError("\(error)")
    }
  }

  // MARK: - Events

  @discardableResult
  func accept(
    _ kind: Kind, _ task: String? = "A", on lane: Int, timeout: Int64 = 9_000, rate: Int64? = nil
  ) -> Int {
    accepted += 1
    ids[accepted] = scheduler.accept(
      Self.requests[kind]!, task: task.map { Bytes($0) }, rate: rate, on: lane, start: now,
      timeout: timeout, at: now)
    kinds[accepted] = kind
    perform()
    return accepted
  }

  func write(_ call: Int) {
    if let id = ids[call] { scheduler.noteWritten(id) }
  }

  func end(_ call: Int, _ outcome: Outcome) {
    onNetwork.remove(call)
    if let id = ids[call] { scheduler.attemptEnded(id, outcome, at: now) }
    perform()
  }

  func end(_ call: Int, _ status: Status, mayHaveBeenApplied: Bool? = nil) {
    end(call, Outcome(status, message: [], mayHaveBeenApplied: mayHaveBeenApplied))
  }

  func cancel(_ call: Int) {
    if let id = ids[call] { scheduler.cancel(id, at: now) }
    perform()
  }

  func close(_ lane: Int? = nil, in time: Int64) {
    scheduler.close(lane, until: now + time, at: now)
    perform()
  }

  func advance(by time: Int64) {
    now += time
    scheduler.advance(to: now)
    perform()
  }

  func answer(_ lane: Int, until end: Int64) {
    guard let number = lookUps.removeValue(forKey: lane) else { return }
    scheduler.lookedUp(lane, number: number, until: end)
    perform()
  }

  func failLookUp(_ lane: Int) {
    guard let number = lookUps.removeValue(forKey: lane) else { return }
    scheduler.lookUpFailed(lane, number: number, Outcome(.network, message: []), at: now)
    perform()
  }

  // MARK: - Actions

  /// All of them, and those that follow.
  func perform() {
    repeat {
      while let action = scheduler.nextAction() { perform(action) }
    } while scheduler.choose(now)
  }

  private func call(_ id: Int) -> Int { ids.first { $0.value == id }?.key ?? 0 }

  private func perform(_ action: Scheduler.Action) {
    switch action {
    case .send(let id, let route, let isFresh):
      did.append("send \(call(id)) to \(route)\(isFresh ? " afresh" : "")")
      onNetwork.insert(call(id))
      scheduler.begun(id, at: now)
    case .breakOff(let id):
      did.append("break off \(call(id))")
      onNetwork.remove(call(id))
    case .lookUp(let lane, let route, let number):
      did.append("look up \(route)")
      lookUps[lane] = number
    case .fetchKey(_, let isRefused):
      did.append(isRefused ? "fetch another key" : "fetch a key")
    case .leaveLookUp(let lane):
      did.append("leave look-up")
      lookUps[lane] = nil
    case .forgetAddresses(_, let route, _):
      did.append("forget addresses of \(route)")
    case .log:
      break
    case .deliver(let id, let outcome):
      let call = call(id)
      let doubt = outcome.mayHaveBeenApplied && outcome.status != .ok ? ", in doubt" : ""
      did.append("deliver \(call): \(outcome.status)\(doubt)")
      outcomes[call] = outcome
      ids[call] = nil
    }
  }

  /// Returns the actions since the last call of this.
  func takeDone() -> [String] {
    defer { did = [] }
    return did
  }
}
