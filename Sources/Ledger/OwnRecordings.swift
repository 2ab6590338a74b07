/// The open recordings of one owner, sorted by name.
struct OwnRecordings {
  /// An entry moves when others come before it: a reference moves faster than a recording.
  private final class Entry {
    var recording: Recording

    init(_ recording: Recording) {
      self.recording = recording
    }
  }

  private var entries: [Entry] = []
  /// Those that are being started or stopped.
  private(set) var restless = 0

  init() {}

  init(_ all: [Recording]) {
    for recording in all { put(recording) }
  }

  var all: [Recording] { entries.map { $0.recording } }

  subscript(_ name: Bytes) -> Recording? { find(name).entry?.recording }

  mutating func put(_ recording: Recording) {
    let (index, known) = find(recording.name)
    if let known {
      count(known.recording, -1)
      known.recording = recording
    } else {
      entries.insert(Entry(recording), at: index)
    }
    count(recording, 1)
  }

  mutating func remove(_ name: Bytes) {
    let (index, known) = find(name)
    guard let known else { return }
    count(known.recording, -1)
    entries.remove(at: index)
  }

  private mutating func count(_ recording: Recording, _ change: Int) {
    if recording.state != .running { restless += change }
  }

  private func find(_ name: Bytes) -> (index: Int, entry: Entry?) {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].recording.name.lexicographicallyPrecedes(name) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let isThere = low < entries.count && entries[low].recording.name == name
    return (low, isThere ? entries[low] : nil)
  }
}
