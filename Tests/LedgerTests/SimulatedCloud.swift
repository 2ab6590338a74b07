@testable import Ledger

/// A model of the clouds: tasks, and calls that are lost, late, or answered too late.
struct SimulatedCloud {
  struct Task {
    let name: Bytes
    let generation: Int64
    var isRunning: Bool
  }

  /// A call on its way, or its reply.
  struct Call {
    let process: Int
    let sent: Sent
    /// When the cloud gets it; nil if it never does.
    var arrival: Int64?
    /// When its sender knows, one way or the other.
    var end: Int64
    var outcome: CallOutcome
    var task: Bytes?
    var isAnswered = false
    /// It was made although it could not be written: nobody else knows of it.
    let isUnwritten: Bool
  }

  private(set) var tasks: [Bytes: Task] = [:]
  private var lastID = 0
  var calls: [Call] = []
  /// Starts that took effect: lives of recordings.
  private(set) var lives = 0
  private(set) var fault: String?

  /// The time limit of a call, and how much later a request that was given up may still arrive.
  static let limit: Int64 = 10_000
  static let latest: Int64 = 4_000

  mutating func send(
    _ sent: Sent, by process: Int, isUnwritten: Bool, at now: Int64, _ random: inout SplitMix
  ) {
    let timedOut = CallOutcome(
      status: Status.timeout, mayHaveBeenApplied: true, message: Bytes("no reply came"))
    var call = Call(
      process: process, sent: sent, arrival: now + random.below(200), end: now + Self.limit,
      outcome: timedOut, isUnwritten: isUnwritten)
    switch random.below(20) {
    case 0: call.arrival = nil
    case 1: call.arrival = now + random.below(Self.limit + Self.latest)
    case 2:
      // Certainly not sent.
      call.arrival = nil
      call.end = now + random.below(1_000)
      call.outcome = CallOutcome(
        status: 13, mayHaveBeenApplied: false, message: Bytes("nobody is there"))
    case 3:
      // Its turn does not come.
      call.arrival = nil
      call.outcome = CallOutcome(
        status: Status.timeout, mayHaveBeenApplied: false, isUnsent: true,
        message: Bytes("others come before it"))
    default: break
    }
    calls.append(call)
  }

  /// Lets a call arrive, and take effect.
  mutating func receive(_ index: Int, at now: Int64, _ random: inout SplitMix) {
    var call = calls[index]
    call.arrival = nil
    let recording = call.sent.recording
    var (status, task) = (Status.ok, Bytes?.none)
    if random.below(20) == 0 {
      status = 11  // The cloud fails, and does nothing.
    } else {
      switch call.sent.sending {
      case .start: (status, task) = start(recording)
      case .stop: status = stop(recording, isUnwritten: call.isUnwritten)
      case .search:
        let found = tasks.filter { $0.value.name == recording.name && $0.value.isRunning }
        task = found.keys.min { $0.lexicographicallyPrecedes($1) }
      case .nothing: break
      }
    }
    // The reply may be lost.
    if now < call.end && random.below(10) != 0 {
      call.end = min(call.end, now + random.below(300))
      call.outcome = CallOutcome(
        status: status, mayHaveBeenApplied: status == Status.ok || status == 11,
        message: Bytes("the cloud's words"))
      call.task = task
    }
    calls[index] = call
  }

  private mutating func start(_ recording: Recording) -> (Int32, Bytes?) {
    let isNamed = recording.doubt == .stop
    lastID += 1
    let id = isNamed ? recording.key : Bytes("\(lastID)".utf8)
    if isNamed, tasks[id]?.isRunning == true { return (Status.conflict, nil) }
    if tasks.values.contains(where: { $0.name == recording.name && $0.isRunning }) {
      fault = "a start meets a recording that runs"
    }
    tasks[id] = Task(name: recording.name, generation: recording.generation, isRunning: true)
    lives += 1
    return (Status.ok, id)
  }

  private mutating func stop(_ recording: Recording, isUnwritten: Bool) -> Int32 {
    let id = recording.doubt == .stop ? recording.key : recording.task
    guard let task = tasks[id] else { return Status.notFound }
    guard task.isRunning else { return Status.alreadyStopped }
    if task.generation != recording.generation && !isUnwritten {
      fault =
        task.generation > recording.generation
        ? "a late stop ends a newer recording" : "a recording outlived its stop"
    }
    tasks[id]?.isRunning = false
    return Status.ok
  }

  var running: [Task] { tasks.values.filter(\.isRunning) }

  /// Forgets what nobody can ask for any more, so that long stories stay fast.
  mutating func sweep() {
    tasks = tasks.filter { $0.value.isRunning }
    calls.removeAll { $0.isAnswered && $0.arrival == nil }
  }
}

/// SplitMix64: the same story from the same seed.
struct SplitMix {
  private var state: UInt64

  init(_ seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ limit: Int64) -> Int64 { Int64(next() % UInt64(limit)) }
}
