@testable import Ledger

/// Processes with a ledger on one file, clouds, and all that may go wrong, in one thread on a
/// virtual clock, from one seed.
struct Simulation {
  enum Simulated: Host {
    typealias File = SimulatedFile
    typealias Caller = Int
    typealias Outcome = CallOutcome
    typealias Request = Void
  }

  final class Process {
    let file: SimulatedFile
    let keeper: Keeper<Simulated>
    let pid: Int64
    let host: Int64
    var nextLook: Int64 = 0
    var answered: [Int: Int] = [:]

    init(_ file: SimulatedFile, _ keeper: Keeper<Simulated>, pid: Int64, host: Int64) {
      self.file = file
      self.keeper = keeper
      self.pid = pid
      self.host = host
    }
  }

  /// Ends a process somewhere in a round.
  private enum Death: Int64 {
    case beforeCommit, beforeSending, amidSending
  }

  private static let names = 6

  private var random: SplitMix
  private var now: Int64 = 1_800_000_000_000
  /// The system's clock, which jumps.
  private var skew: Int64 = 0
  private let disk = SimulatedFile.Disk()
  private(set) var cloud = SimulatedCloud()
  private var processes: [Process] = []
  private var lastPID: Int64 = 0
  private var lastCall = 0
  private var asked: [Int: Int64] = [:]
  private var begun: Set<[Int64]> = []
  /// The process that asked last for each name, and whether for a start.
  private var openStarts: [Int: (name: Bytes, pid: Int64)] = [:]
  private var lastWord: [Bytes: (pid: Int64, isStart: Bool)] = [:]
  private(set) var fault: String?
  private(set) var steps = 0

  init(seed: UInt64) {
    random = SplitMix(seed)
  }

  /// Runs a story, and its end; a fault in words, or nil.
  mutating func run(steps limit: Int) -> String? {
    for _ in 0..<limit {
      step()
      if let fault = fault ?? cloud.fault { return fault }
      if steps % 64 == 0 { cloud.sweep() }
    }
    return ended()
  }

  // MARK: - A step

  private mutating func step() {
    steps += 1
    now += random.below(400)
    if processes.isEmpty || processes.count < 3 && random.below(40) == 0 { launch() }
    switch random.below(100) {
    case 0: skew = random.below(4 * 3_600_000) - 2 * 3_600_000
    case 1: disk.isFull.toggle()
    case 2: now += random.below(60_000)
    case 3:
      if let one = anyProcess() { round(one, death: Death(rawValue: random.below(3))) { _ in } }
    case 4: disk.isFull = false
    case 5 where random.below(10) == 0: endHosts()
    case 6..<31: ask()
    default: break
    }
    deliver()
    for one in processes where one.nextLook <= now { round(one) { _ in } }
  }

  private mutating func launch() {
    lastPID += 1
    let pid = lastPID
    let file = SimulatedFile(disk)
    var options = KeeperOptions()
    options.grace = random.below(2) == 0 ? 5_000 : 30_000
    let owner = Owner(boot: [], namespace: 0, pid: pid, startTime: 0)
    var host = owner
    if random.below(2) == 0 { host.pid = disk.hosts.first ?? -pid }
    if host != owner { disk.hosts.insert(host.pid) }
    let number = try? file.addOwner(
      owner, host: host, keepsOrphans: false, grace: options.grace)
    let disk = disk
    let keeper = Keeper<Simulated>(
      file, owner: number ?? 0, host: host, options, hasAccount: { _ in true },
      isAlive: { $0.pid > 0 || disk.hosts.contains($0.pid) })
    processes.append(Process(file, keeper, pid: pid, host: host.pid))
  }

  /// Ends main processes, and all that they stand for.
  private mutating func endHosts() {
    for one in processes where disk.hosts.contains(one.host) { die(one) }
    disk.hosts = []
  }

  private mutating func anyProcess() -> Process? {
    processes.isEmpty ? nil : processes[Int(random.below(Int64(processes.count)))]
  }

  private mutating func ask() {
    guard let one = anyProcess() else { return }
    let name = Int(random.below(Int64(Self.names)))
    let isStart = random.below(2) == 0
    lastCall += 1
    asked[lastCall] = one.pid
    let call = lastCall
    let row = recording(name)
    // A start of another process that waits meanwhile may come after it.
    let isAlone = !openStarts.contains { $0.value.name == row.name && $0.value.pid != one.pid }
    lastWord[row.name] = isStart || isAlone ? (one.pid, isStart) : nil
    if isStart { openStarts[lastCall] = (row.name, one.pid) }
    let start = StartCall(row: row, request: (), end: now + 30_000)
    round(one) { keeper in
      if isStart { keeper.start(start, call) } else { keeper.stop(row.name, call) }
    }
  }

  /// Names have kinds; the host of one that names its tasks itself takes the same id every time.
  private func recording(_ name: Int) -> Recording {
    let doubts: [Recording.Doubt] = [.stop, .ask, .none]
    let doubt = doubts[name % 3]
    return Recording(
      name: Bytes("r\(name)".utf8), account: Bytes("a"), cloud: 1, action: Bytes("Start"),
      task: [], question: [], key: doubt == .stop ? Bytes("task \(name)".utf8) : [], doubt: doubt)
  }

  // MARK: - A round of a process, as the library has it

  private mutating func round(
    _ one: Process, death: Death? = nil, _ work: (Keeper<Simulated>) -> Void
  ) {
    let keeper = one.keeper
    keeper.begin(now: now + skew, clock: now)
    work(keeper)
    if keeper.wantsLook || one.nextLook <= now {
      keeper.look()
      one.nextLook = now + (keeper.isAwaited || keeper.isSettling ? 100 : 1_000)
    }
    if death == .beforeCommit {
      one.file.rollback()
      return die(one)
    }
    let failure = keeper.commit()
    if death == .beforeSending { return die(one) }
    for (sent, _) in keeper.sendings {
      check(sent, isWritten: failure == nil)
      cloud.send(sent, by: Int(one.pid), isUnwritten: failure != nil, at: now, &random)
      if death == .amidSending { return die(one) }
    }
    for (call, _) in keeper.replies {
      if asked.removeValue(forKey: call) == nil { fault = "a call is answered twice" }
      openStarts[call] = nil
    }
    if death != nil { die(one) }
  }

  /// A start is in the file before it is sent, and is sent once.
  private mutating func check(_ sent: Sent, isWritten: Bool) {
    guard sent.sending == .start else { return }
    let row = disk.recordings[sent.recording.name]
    if !isWritten || row?.generation != sent.recording.generation {
      fault = "a start is sent that is not in the file"
    }
    let number = Int64(sent.recording.name.last ?? 0)
    if !begun.insert([number, sent.recording.generation]).inserted {
      fault = "a start is sent twice"
    }
  }

  private mutating func die(_ one: Process) {
    processes.removeAll { $0 === one }
    for index in disk.owners.indices where disk.owners[index].owner.pid == one.pid {
      // As seen by the others: the pid is gone.
      if disk.owners[index].goneAt == 0 { disk.owners[index].goneAt = now + skew }
    }
    asked = asked.filter { $0.value != one.pid }
    openStarts = openStarts.filter { $0.value.pid != one.pid }
  }

  // MARK: - The network

  private mutating func deliver() {
    for index in cloud.calls.indices {
      if let arrival = cloud.calls[index].arrival, arrival <= now {
        cloud.receive(index, at: now, &random)
      }
    }
    for index in cloud.calls.indices where !cloud.calls[index].isAnswered {
      let call = cloud.calls[index]
      guard call.end <= now else { continue }
      cloud.calls[index].isAnswered = true
      guard let one = processes.first(where: { $0.pid == call.process }) else { continue }
      let recording = call.sent.recording
      let event = call.outcome.event(
        of: call.sent,
        task: { recording.doubt == .stop ? recording.task : call.task },
        found: { .success(call.task) })
      round(one) { keeper in
        keeper.ended(call.sent, event, status: call.outcome.status, call.outcome)
      }
    }
  }

  // MARK: - The end

  /// All processes die, one comes and settles: then nothing runs that the ledger does not list.
  private mutating func ended() -> String? {
    disk.isFull = false
    // While they live: who asked last for a stop has it.
    for _ in 0..<2_400 {
      now += 500
      deliver()
      for one in processes where one.nextLook <= now { round(one) { _ in } }
    }
    for (name, word) in lastWord where processes.contains(where: { $0.pid == word.pid }) {
      let state = disk.recordings[name]?.state
      if !word.isStart, state != .doubtful, cloud.running.contains(where: { $0.name == name }) {
        return "\(described(name, state)), runs after its stop"
      }
    }
    for one in processes {
      round(one, death: .beforeSending) { _ in }
    }
    disk.hosts = []
    launch()
    guard let last = processes.first else { return "no process" }
    last.keeper.isSettling = true
    let end = now + 3 * 86_400_000
    while now < end {
      now += 500
      deliver()
      if let fault = fault ?? cloud.fault { return fault }
      round(last) { _ in }
      let isQuiet = cloud.calls.allSatisfy { $0.isAnswered && $0.arrival == nil }
      if isQuiet, let all = try? last.file.allRecordings(), last.keeper.isSettled(all) { break }
      if steps % 64 == 0 { cloud.sweep() }
    }
    if now >= end {
      let left = disk.recordings.values.filter { $0.state == .starting || $0.state == .stopping }
      return "it is never settled: \(left)"
    }
    for task in cloud.running {
      let state = disk.recordings[task.name]?.state
      if state != .doubtful && state != .abandoned {
        return "\(described(task.name, state)), runs on"
      }
    }
    if !asked.isEmpty { return "\(asked.count) calls are never answered" }
    return nil
  }

  private func described(_ name: Bytes, _ state: Recording.State?) -> String {
    "\(String(decoding: name, as: UTF8.self)), \(state.map { "\($0)" } ?? "unknown")"
  }
}
