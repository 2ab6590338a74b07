/// The store, and what could not be written into it: a stop is made also where the file cannot be
/// written, and its recording is kept here until it can.
public final class Journal<File: Store> {
  private let store: File
  /// Recordings that are newer than their rows, by name.
  private var unwritten: [Change] = []
  /// Open recordings of this owner, for a time in which the file cannot even be read.
  private var own = OwnRecordings()
  /// Changes of this transaction so far.
  private var changed: [Change] = []
  /// A transaction is open, and can be written.
  private(set) var isOpen = false
  private let owner: Int64
  /// Names for which a stop was asked, here or by others, that their rows do not tell of: others
  /// have changed a row whose change could not be written.
  public private(set) var unheardStops: [Bytes] = []
  /// The reason why this transaction will not be written.
  private var failure: StoreFailure?

  /// A recording, and the version of its row that it comes from.
  private struct Change {
    let recording: Recording
    let base: Int64
  }

  public init(_ store: File, owner: Int64) {
    self.store = store
    self.owner = owner
  }

  public func begin() {
    failure = nil
    changed = []
    unheardStops = []
    do throws(StoreFailure) {
      try store.begin()
      isOpen = true
      for change in unwritten { try flush(change) }
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
    if failure != nil {
      for change in changed {
        unwritten.removeAll { $0.recording.name == change.recording.name }
        unwritten.append(change)
      }
    }
    return failure
  }

  /// Takes back what this transaction did to a recording that cannot be written.
  public func drop(_ name: Bytes) {
    unwritten.removeAll { $0.recording.name == name }
    own.remove(name)
  }

  public func recording(_ name: Bytes) -> Recording? {
    if let newer = newest(name) { return newer.recording }
    do throws(StoreFailure) {
      return try store.recording(name)
    } catch {
      fail(error)
      return own[name]
    }
  }

  private func newest(_ name: Bytes) -> Change? {
    let here = changed.last { $0.recording.name == name }
    // While the file can be written all that was not has been flushed, or overtaken.
    return here ?? (isOpen ? nil : unwritten.first { $0.recording.name == name })
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
    let base = newest(recording.name)?.base ?? recording.version
    changed.append(Change(recording: written, base: base))
    if isOwn && recording.isOpen { own.put(written) } else { own.remove(recording.name) }
    return true
  }

  public func remove(_ name: Bytes) {
    drop(name)
    changed.removeAll { $0.recording.name == name }
    guard isOpen && failure == nil else { return }
    do throws(StoreFailure) { try store.remove(name) } catch { fail(error) }
  }

  /// True if a stop of its task may still arrive that was made for a recording of another name.
  public func hasLateStop(of new: Recording, at clock: Int64) -> Bool {
    guard isOpen, !new.key.isEmpty else { return false }
    return (try? store.hasLateStop(of: new.key, besides: new.name, at: clock)) ?? false
  }

  public func due(at now: Int64) -> [Recording] {
    // Others may have overtaken what was not written: where the file can be used, its rows count.
    let kept = isOpen ? [] : unwritten.map { $0.recording }
    return kept.filter { $0.isOpen && $0.isDue(at: now) }
      + ((try? store.dueRecordings(at: now)) ?? [])
  }

  /// The names of open recordings, of any owner; of this one's where the file cannot be read.
  public var openNames: [Bytes] {
    let written = (try? store.allRecordings()) ?? own.all
    return (written + unwritten.map { $0.recording }).filter { $0.isOpen }.map { $0.name }
  }

  public var ownOpen: [Recording] { own.all }
  /// Own recordings that are being started or stopped.
  public var restless: Int { own.restless }

  /// Forgets own recordings that others have taken over.
  public func refresh() {
    guard isOpen, failure == nil else { return }
    do throws(StoreFailure) {
      if try store.wasChangedByOthers() { own = OwnRecordings(try store.openRecordings(of: owner)) }
    } catch {
      fail(error)
    }
  }

  // MARK: - Failures

  private func fail(_ failure: StoreFailure) {
    if self.failure == nil { self.failure = failure }
    if isOpen { store.rollback() }
    isOpen = false
  }

  /// Writes a change that could not be written before. If others have changed the row meanwhile,
  /// its owner is right about its state, and both about a stop that was asked for.
  private func flush(_ change: Change) throws(StoreFailure) {
    let mine = change.recording
    let row = try store.recording(mine.name)
    let isChanged = row?.version ?? 0 != change.base
    let isSame = row?.generation == mine.generation
    if isChanged && !(isSame && row?.owner == owner && mine.owner == owner) {
      if let row, isSame, mine.isStopWanted, row.isOpen, !row.isStopWanted {
        unheardStops.append(mine.name)
      }
      return own.remove(mine.name)
    }
    var newer = mine
    newer.version = row?.version ?? 0
    guard try store.write(newer) else { return }
    newer.version += 1
    changed.append(Change(recording: newer, base: newer.version - 1))
    if isChanged, let row, row.isStopWanted, !mine.isStopWanted, mine.isOpen {
      unheardStops.append(mine.name)
    }
  }
}
