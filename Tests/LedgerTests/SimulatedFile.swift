@testable import Ledger

/// A ledger's file in memory: what was committed is there for good, the rest is gone with its
/// process.
final class SimulatedFile: Store {
  /// The disk, which all processes share.
  final class Disk {
    var recordings: [Bytes: Recording] = [:]
    var owners: [KnownOwner] = []
    var lastOwner: Int64 = 0
    /// Main processes that are alive.
    var hosts: Set<Int64> = []
    var isFull = false
  }

  let disk: Disk
  private var before: ([Bytes: Recording], [KnownOwner])?

  init(_ disk: Disk) {
    self.disk = disk
  }

  private static let full = StoreFailure(code: 13, message: Bytes("the disk is full"))

  func begin() throws(StoreFailure) { before = (disk.recordings, disk.owners) }

  func commit() throws(StoreFailure) {
    if disk.isFull { throw Self.full }
    before = nil
  }

  func rollback() {
    if let before { (disk.recordings, disk.owners) = before }
    before = nil
  }

  func wasChangedByOthers() throws(StoreFailure) -> Bool { true }

  func recording(_ name: Bytes) throws(StoreFailure) -> Recording? { disk.recordings[name] }

  func dueRecordings(at now: Int64) throws(StoreFailure) -> [Recording] {
    disk.recordings.values.filter { $0.isOpen && $0.isDue(at: now) }.sorted(by: Self.byName)
  }

  func openRecordings(of owner: Int64) throws(StoreFailure) -> [Recording] {
    disk.recordings.values.filter { $0.isOpen && $0.owner == owner }.sorted(by: Self.byName)
  }

  func allRecordings() throws(StoreFailure) -> [Recording] {
    disk.recordings.values.sorted(by: Self.byName)
  }

  private static func byName(_ left: Recording, _ right: Recording) -> Bool {
    left.name.lexicographicallyPrecedes(right.name)
  }

  func write(_ recording: Recording) throws(StoreFailure) -> Bool {
    let row = disk.recordings[recording.name]
    let isTaken = disk.recordings.values.contains {
      $0.name != recording.name && !$0.key.isEmpty && $0.key == recording.key
        && ($0.isOpen || $0.state == .abandoned)
    }
    guard (row?.version ?? 0) == recording.version, !isTaken else { return false }
    disk.recordings[recording.name] = recording
    disk.recordings[recording.name]?.version += 1
    return true
  }

  func remove(_ name: Bytes) throws(StoreFailure) { disk.recordings[name] = nil }

  func knows(taskID: Bytes, besides name: Bytes) throws(StoreFailure) -> Bool {
    disk.recordings.values.contains { $0.task == taskID && $0.name != name }
  }

  func hasLateStop(
    of key: Bytes, besides name: Bytes, at clock: Int64
  ) throws(StoreFailure) -> Bool {
    disk.recordings.values.contains {
      $0.key == key && $0.name != name && ($0.state == .stopped || $0.state == .failed)
        && $0.quietUntil > clock && $0.quietUntil <= clock + quietTime
    }
  }

  func addOwner(
    _ owner: Owner, host: Owner, keepsOrphans: Bool, grace: Int64
  ) throws(StoreFailure) -> Int64 {
    disk.lastOwner += 1
    disk.owners.append(
      KnownOwner(
        number: disk.lastOwner, owner: owner, host: host, keepsOrphans: keepsOrphans, grace: grace,
        goneAt: 0))
    return disk.lastOwner
  }

  func owners() throws(StoreFailure) -> [KnownOwner] { disk.owners }

  func note(_ owner: Int64, goneAt: Int64) throws(StoreFailure) {
    for index in disk.owners.indices where disk.owners[index].number == owner {
      disk.owners[index].goneAt = goneAt
    }
  }

  func removeOwner(_ owner: Int64) throws(StoreFailure) {
    if try openRecordings(of: owner).isEmpty { disk.owners.removeAll { $0.number == owner } }
  }
}
