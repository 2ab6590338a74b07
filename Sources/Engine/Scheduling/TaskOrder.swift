/// The order of starts and stops, which has one rule: a stop waits for the starts of its task that
/// were accepted before it. Keeps, by task, the starts that are open and the stops that wait.
struct TaskOrder {
  private struct Task {
    var name = Bytes()
    var hash: UInt64 = 0
    /// In the order of their acceptance, both of them.
    var starts = CallList(.task)
    var stops = CallList(.task)
    var next: Int?
  }

  private var tasks = Slots(vacant: Task())
  /// A hash table with chains: Embedded Swift has no dictionary.
  private var buckets: [Int?] = [nil]
  private var sent = SentTasks()

  // MARK: - Starts

  /// A start that was just accepted.
  mutating func open(_ start: Int, _ calls: inout Slots<ScheduledCall>) {
    guard let name = calls[start].task else { return }
    let task = find(name) ?? add(name)
    tasks[task].starts.append(start, &calls)
  }

  mutating func noteSent(_ name: Bytes) { sent.insert(Self.hash(name)) }

  /// Removes a start. Returns the stops that need not wait any more.
  mutating func close(_ start: Int, _ calls: inout Slots<ScheduledCall>) -> [Int] {
    guard let name = calls[start].task, let task = find(name) else { return [] }
    tasks[task].starts.remove(start, &calls)
    let first = tasks[task].starts.first.map { calls[$0].number } ?? .max
    var released: [Int] = []
    while let stop = tasks[task].stops.first, calls[stop].number < first {
      tasks[task].stops.remove(stop, &calls)
      calls[stop].isListedBehind = false
      released.append(stop)
    }
    if tasks[task].starts.isEmpty { drop(task) }
    return released
  }

  // MARK: - Stops

  /// The open starts that a stop has to wait for.
  func starts(before stop: Int, _ calls: Slots<ScheduledCall>) -> [Int] {
    guard let name = calls[stop].task, let task = find(name) else { return [] }
    return tasks[task].starts.all(calls).filter { calls[$0].number < calls[stop].number }
  }

  func hasStart(before stop: Int, _ calls: Slots<ScheduledCall>) -> Bool {
    guard calls[stop].isStop, let name = calls[stop].task, let task = find(name),
      let first = tasks[task].starts.first
    else { return false }
    return calls[first].number < calls[stop].number
  }

  mutating func wait(_ stop: Int, _ calls: inout Slots<ScheduledCall>) {
    guard let name = calls[stop].task, let task = find(name) else { return }
    tasks[task].stops.append(stop, &calls)
    calls[stop].isListedBehind = true
  }

  /// A stop waits no longer, if it still did.
  mutating func leave(_ stop: Int, _ calls: inout Slots<ScheduledCall>) {
    guard calls[stop].isListedBehind, let name = calls[stop].task, let task = find(name) else {
      return
    }
    tasks[task].stops.remove(stop, &calls)
    calls[stop].isListedBehind = false
  }

  /// No start of its task was ever sent from here.
  func isUnknown(_ name: Bytes?) -> Bool { name.map { !sent.mayContain(Self.hash($0)) } ?? false }

  // MARK: - The table

  private func find(_ name: Bytes) -> Int? {
    guard tasks.count > 0 else { return nil }
    var task = buckets[bucket(of: Self.hash(name))]
    while let current = task, tasks[current].name != name { task = tasks[current].next }
    return task
  }

  private mutating func add(_ name: Bytes) -> Int {
    if tasks.count == buckets.count { grow() }
    let new = tasks.add(Task(name: name, hash: Self.hash(name)))
    chain(new)
    return new
  }

  private func bucket(of hash: UInt64) -> Int { Int(hash % UInt64(buckets.count)) }

  private mutating func chain(_ task: Int) {
    let bucket = bucket(of: tasks[task].hash)
    tasks[task].next = buckets[bucket]
    buckets[bucket] = task
  }

  private mutating func grow() {
    buckets = [Int?](repeating: nil, count: 2 * buckets.count)
    for task in tasks.numbers { chain(task) }
  }

  private mutating func drop(_ task: Int) {
    let bucket = bucket(of: tasks[task].hash)
    if buckets[bucket] == task {
      buckets[bucket] = tasks[task].next
    } else {
      var before = buckets[bucket]
      while let current = before, tasks[current].next != task { before = tasks[current].next }
      if let before { tasks[before].next = tasks[task].next }
    }
    tasks.remove(task)
    if tasks.count == 0 { buckets = [nil] }
  }

  /// FNV-1a: the names are the caller's own.
  private static func hash(_ name: Bytes) -> UInt64 {
    name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// The tasks of which a start was sent: a Bloom filter, since a loop may live for years. Full, or
/// by chance, it says so of another task too, whose stop is then made like any other.
private struct SentTasks {
  private static let size = 65_536
  private var bits: [UInt64] = []

  mutating func insert(_ hash: UInt64) {
    if bits.isEmpty { bits = [UInt64](repeating: 0, count: Self.size / 64) }
    for bit in Self.bits(of: hash) { bits[bit / 64] |= 1 << UInt64(bit % 64) }
  }

  func mayContain(_ hash: UInt64) -> Bool {
    !bits.isEmpty
      && Self.bits(of: hash).allSatisfy { bits[$0 / 64] & 1 << UInt64($0 % 64) != 0 }
  }

  /// Three, of sixteen bits each.
  private static func bits(of hash: UInt64) -> [Int] {
    [0, 16, 32].map { Int(hash >> $0 & UInt64(size - 1)) }
  }
}
