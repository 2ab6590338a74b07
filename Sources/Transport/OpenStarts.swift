import Engine

/// The starts that have not ended, by their tasks, each task's in the order of their acceptance; and
/// of which tasks any was ever sent.
struct OpenStarts {
  private var sent = SentTasks()
  /// A hash table with chains.
  private var buckets: [Task?] = [nil]
  private var count = 0

  private final class Task {
    let name: Bytes
    let hash: UInt64
    var first: Call?
    var last: Call?
    var next: Task?

    init(_ name: Bytes, _ hash: UInt64) {
      self.name = name
      self.hash = hash
    }
  }

  /// One that has just been accepted.
  mutating func insert(_ start: Call) {
    guard start.isStart, let name = start.task else { return }
    let task = find(name) ?? add(name)
    start.previousStart = task.last
    task.last?.nextStart = start
    task.last = start
    if task.first == nil { task.first = start }
  }

  mutating func remove(_ start: Call) {
    guard start.isStart, let name = start.task, let task = find(name) else { return }
    if let previous = start.previousStart {
      previous.nextStart = start.nextStart
    } else {
      task.first = start.nextStart
    }
    if let next = start.nextStart {
      next.previousStart = start.previousStart
    } else {
      task.last = start.previousStart
    }
    start.previousStart = nil
    start.nextStart = nil
    if task.first == nil { drop(task) }
  }

  /// The first of the task of a stop that came before it.
  func first(before stop: Call) -> Call? {
    guard stop.isStop, let name = stop.task, let start = find(name)?.first else { return nil }
    return start.number < stop.number ? start : nil
  }

  /// Those of the task of a stop that came before it.
  func all(before stop: Call) -> [Call] {
    var all: [Call] = []
    var next = first(before: stop)
    while let start = next, start.number < stop.number {
      all.append(start)
      next = start.nextStart
    }
    return all
  }

  mutating func noteSent(_ start: Call) {
    if start.isStart, let name = start.task { sent.insert(Self.hash(name)) }
  }

  /// No start of its task is open or was ever sent here: it has nothing to stop.
  func isFirst(_ stop: Call) -> Bool {
    guard stop.isStop, let name = stop.task, first(before: stop) == nil else { return false }
    return !sent.mayContain(Self.hash(name))
  }

  // MARK: - The table

  private func bucket(of hash: UInt64) -> Int { Int(hash % UInt64(buckets.count)) }

  private func find(_ name: Bytes) -> Task? {
    var task = buckets[bucket(of: Self.hash(name))]
    while let current = task, current.name != name { task = current.next }
    return task
  }

  private mutating func add(_ name: Bytes) -> Task {
    if count == buckets.count { grow() }
    let new = Task(name, Self.hash(name))
    chain(new)
    count += 1
    return new
  }

  private mutating func chain(_ task: Task) {
    let bucket = bucket(of: task.hash)
    task.next = buckets[bucket]
    buckets[bucket] = task
  }

  private mutating func grow() {
    let old = buckets
    buckets = [Task?](repeating: nil, count: 2 * old.count)
    for chained in old {
      var task = chained
      while let current = task {
        task = current.next
        chain(current)
      }
    }
  }

  private mutating func drop(_ task: Task) {
    let bucket = bucket(of: task.hash)
    if buckets[bucket] === task {
      buckets[bucket] = task.next
    } else {
      var before = buckets[bucket]
      while let current = before, current.next !== task { before = current.next }
      before?.next = task.next
    }
    count -= 1
    if count == 0 { buckets = [nil] }
  }

  /// FNV-1a: the names are the caller's own.
  private static func hash(_ name: Bytes) -> UInt64 {
    name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// The tasks of which a start was sent: a Bloom filter, since a loop may live for years. Full, or by
/// chance, it says so of another task too, whose stop is then made like any other.
private struct SentTasks {
  private static let size = 65_536
  private var bits: [UInt64] = []

  mutating func insert(_ hash: UInt64) {
    if bits.isEmpty { bits = [UInt64](repeating: 0, count: Self.size / 64) }
    for place in Self.places(hash) { bits[place / 64] |= 1 << UInt64(place % 64) }
  }

  func mayContain(_ hash: UInt64) -> Bool {
    !bits.isEmpty
      && Self.places(hash).allSatisfy { bits[$0 / 64] & 1 << UInt64($0 % 64) != 0 }
  }

  /// Three, of sixteen bits each.
  private static func places(_ hash: UInt64) -> [Int] {
    [0, 16, 32].map { Int(hash >> $0 & UInt64(size - 1)) }
  }
}
