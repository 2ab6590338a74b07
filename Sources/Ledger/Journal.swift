/// The store, and what could not be written into it: a stop is made also where the file cannot be
/// written, and its recording is kept here until it can.
public final class Journal<File: Store> {
  private let store: File
  /// Recordings that are newer than their rows, by name.
  private var unwritten: [Recording] = []
  /// Those of this owner that are open, for a time in which the file cannot even be read.
  private var own: [Recording] = []
  /// What this transaction has changed so far.
  private var changed: [Recording] = []
  private var isOpen = false
  /// The reason why this transaction will not be written.
  public private(set) var failure: StoreFailure?

  public init(_ store: File) {
    self.store = store
  }

  public func begin() {
    failure = nil
    changed = []
    do throws(StoreFailure) {
      try store.begin()
      isOpen = true
      for recording in unwritten { try write(recording) }
    } catch {
      fail(error)
    }
  }

  /// Nil if all that was changed is in the file for good.
  public func commit() -> StoreFailure? {
    if failure == nil {
      do throws(StoreFailure) {
        try store.commit()
        isOpen = false
      } catch {
        fail(error)
      }
    }
    if failure == nil { unwritten = [] }
    if failure != nil { for recording in changed { Self.put(recording, into: &unwritten) } }
    return failure
  }

  /// Takes back what this transaction did to a recording that cannot be written.
  public func drop(_ name: Bytes) {
    unwritten.removeAll { $0.name == name }
    own.removeAll { $0.name == name }
  }

  public func recording(_ name: Bytes) -> Recording? {
    if let newer = changed.last(where: { $0.name == name }) { return newer }
    if let newer = unwritten.first(where: { $0.name == name }) { return newer }
    do throws(StoreFailure) {
      return try store.recording(name)
    } catch {
      fail(error)
      return Self.find(name, in: own).recording
    }
  }

  /// False if another recording has its task, or somebody else was sooner.
  public func put(_ recording: Recording, isOwn: Bool) -> Bool {
    if isOpen && failure == nil {
      do throws(StoreFailure) {
        guard try store.write(recording) else { return false }
      } catch {
        fail(error)
      }
    }
    var written = recording
    written.version += 1
    changed.append(written)
    if isOwn && recording.isOpen {
      Self.put(written, into: &own)
    } else {
      drop(own: recording.name)
    }
    return true
  }

  public func remove(_ name: Bytes) {
    drop(name)
    changed.removeAll { $0.name == name }
    guard isOpen && failure == nil else { return }
    do throws(StoreFailure) { try store.remove(name) } catch { fail(error) }
  }

  public func due(at now: Int64) -> [Recording] {
    let kept = unwritten.filter { $0.isOpen && $0.isDue(at: now) }
    return kept + ((try? store.dueRecordings(at: now)) ?? [])
  }

  public var ownOpen: [Recording] { own }

  // MARK: - Failures

  private func fail(_ failure: StoreFailure) {
    if self.failure == nil { self.failure = failure }
    if isOpen { store.rollback() }
    isOpen = false
  }

  /// The row may have been written by others meanwhile: only an older generation gives way.
  private func write(_ recording: Recording) throws(StoreFailure) {
    var newer = recording
    let row = try store.recording(recording.name)
    guard row?.generation ?? 0 <= recording.generation else { return }
    newer.version = row?.version ?? 0
    guard try store.write(newer) else { return }
    newer.version += 1
    changed.append(newer)
  }

  // MARK: - Sorted by name

  private func drop(own name: Bytes) {
    let (index, known) = Self.find(name, in: own)
    if known != nil { own.remove(at: index) }
  }

  private static func put(_ recording: Recording, into list: inout [Recording]) {
    let (index, known) = find(recording.name, in: list)
    if known != nil { list[index] = recording } else { list.insert(recording, at: index) }
  }

  private static func find(
    _ name: Bytes, in list: [Recording]
  ) -> (index: Int, recording: Recording?) {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].name.lexicographicallyPrecedes(name) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    let isThere = low < list.count && list[low].name == name
    return (low, isThere ? list[low] : nil)
  }
}
