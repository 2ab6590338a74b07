import CPlatform
import CSQLite

/// A ledger in an SQLite file, with a write-ahead log: readers and the one writer do not wait for
/// each other, and a commit is on the disk when it returns.
public final class FileStore: Store {
  let database: Database
  private let begins, commits, rollsBack: Statement
  private let reads, dues, opens, lists, writes, removes: Statement
  private let addsOwner, listsOwners, notesOwner, removesOwner, knows, counts: Statement
  private let lateStops: Statement
  private var version: Int64 = 0

  /// A word about the file for people, if there is one.
  public internal(set) var notice: Bytes?

  deinit {
    Self.count(-1)
  }

  /// With all that is ever asked of the file.
  static func make(_ database: Database) throws(StoreFailure) -> FileStore {
    try FileStore(
      database,
      [
        database.prepare("BEGIN IMMEDIATE"), database.prepare("COMMIT"),
        database.prepare("ROLLBACK"),
        database.prepare("SELECT * FROM recording WHERE name = ?1"),
        database.prepare(
          """
          SELECT * FROM recording WHERE state IN (1, 2, 3) AND next_at <> 0
            AND (next_at <= ?1 OR next_at > ?1 + 300000)
          """),
        database.prepare("SELECT * FROM recording WHERE owner = ?1 AND state IN (1, 2, 3)"),
        database.prepare("SELECT * FROM recording ORDER BY name"),
        database.prepare(Self.write), database.prepare("DELETE FROM recording WHERE name = ?1"),
        database.prepare(
          """
          INSERT INTO owner (boot, namespace, pid, start_time, host_pid, host_start_time,
            keeps_orphans, grace)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING number
          """),
        database.prepare(
          """
          SELECT number, boot, namespace, pid, start_time, host_pid, host_start_time,
            keeps_orphans, grace, gone_at FROM owner
          """),
        database.prepare("UPDATE owner SET gone_at = ?2 WHERE number = ?1"),
        database.prepare(
          """
          DELETE FROM owner WHERE number = ?1 AND NOT EXISTS
            (SELECT 1 FROM recording WHERE owner = ?1 AND state IN (1, 2, 3))
          """),
        database.prepare(
          """
          SELECT 1 FROM recording
          WHERE name <> ?2 AND json_valid(task) AND task ->> 'TaskId' = ?1
          """),
        database.prepare("PRAGMA data_version"),
        database.prepare(
          """
          SELECT 1 FROM recording WHERE key = ?1 AND key <> '' AND state IN (4, 5) AND name <> ?2
            AND quiet_until > ?3 AND quiet_until <= ?3 + ?4
          """),
      ])
  }

  private init(_ database: Database, _ all: [Statement]) {
    self.database = database
    Self.count(1)
    (begins, commits, rollsBack) = (all[0], all[1], all[2])
    (reads, dues, opens, lists, writes, removes) =
      (all[3], all[4], all[5], all[6], all[7], all[8])
    (addsOwner, listsOwners, notesOwner, removesOwner) = (all[9], all[10], all[11], all[12])
    (knows, counts, lateStops) = (all[13], all[14], all[15])
  }

  private static let write: StaticString = """
    INSERT INTO recording (name, account, cloud, action, task, question, key, doubt, state, owner,
      generation, version, is_stop_wanted, is_stop_sent, is_in_doubt, is_early, attempts, waited,
      started_at, changed_at, next_at, quiet_until, status, problem, place, ends_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
      ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)
    ON CONFLICT (name) DO UPDATE SET account = excluded.account, cloud = excluded.cloud,
      action = excluded.action, task = excluded.task, question = excluded.question,
      key = excluded.key, doubt = excluded.doubt, state = excluded.state, owner = excluded.owner,
      generation = excluded.generation, version = excluded.version,
      is_stop_wanted = excluded.is_stop_wanted, is_stop_sent = excluded.is_stop_sent,
      is_in_doubt = excluded.is_in_doubt, is_early = excluded.is_early,
      attempts = excluded.attempts, waited = excluded.waited,
      started_at = excluded.started_at, changed_at = excluded.changed_at,
      next_at = excluded.next_at, quiet_until = excluded.quiet_until, status = excluded.status,
      problem = excluded.problem, place = excluded.place, ends_at = excluded.ends_at
    WHERE recording.version = excluded.version - 1
    """

  // MARK: - Transactions

  public func begin() throws(StoreFailure) {
    guard !database.isMoved else {
      throw database.failure(SQLITE_IOERR, Bytes("was removed or replaced while it was open"))
    }
    try begins.run()
    database.knowFiles()
  }
  public func commit() throws(StoreFailure) { try commits.run() }

  /// Waits for locks of others for so many milliseconds at most from now on, and never longer than
  /// it does of itself.
  public func wait(atMost patience: Int64) { database.wait(min(Database.patience, patience)) }
  public func rollback() { try? rollsBack.run() }

  public func wasChangedByOthers() throws(StoreFailure) -> Bool {
    defer { counts.reset() }
    let before = version
    if try counts.step() { version = counts.number(0) }
    return version != before
  }

  // MARK: - Recordings

  public func recording(_ name: Bytes) throws(StoreFailure) -> Recording? {
    reads.bind(1, name)
    return try all(reads).first
  }

  public func dueRecordings(at now: Int64) throws(StoreFailure) -> [Recording] {
    dues.bind(1, now)
    return try all(dues)
  }

  public func openRecordings(of owner: Int64) throws(StoreFailure) -> [Recording] {
    opens.bind(1, owner)
    return try all(opens)
  }

  public func allRecordings() throws(StoreFailure) -> [Recording] { try all(lists) }

  private func all(_ statement: Statement) throws(StoreFailure) -> [Recording] {
    var found: [Recording] = []
    // A row of no sense is none of ours: somebody has changed the file.
    while try statement.step() { if let row = Recording(statement) { found.append(row) } }
    statement.reset()
    return found
  }

  public func write(_ recording: Recording) throws(StoreFailure) -> Bool {
    recording.bind(to: writes)
    do throws(StoreFailure) {
      try writes.run()
    } catch {
      guard error.code & 0xFF == SQLITE_CONSTRAINT else { throw error }
      return false
    }
    return database.changes == 1
  }

  public func knows(taskID: Bytes, besides name: Bytes) throws(StoreFailure) -> Bool {
    knows.bind(1, taskID)
    knows.bind(2, name)
    defer { knows.reset() }
    return try knows.step()
  }

  public func hasLateStop(
    of key: Bytes, besides name: Bytes, at clock: Int64
  ) throws(StoreFailure) -> Bool {
    lateStops.bind(1, key)
    lateStops.bind(2, name)
    lateStops.bind(3, clock)
    lateStops.bind(4, quietTime)
    defer { lateStops.reset() }
    return try lateStops.step()
  }

  public func remove(_ name: Bytes) throws(StoreFailure) {
    removes.bind(1, name)
    try removes.run()
  }

  // MARK: - Owners

  public func addOwner(
    _ owner: Owner, host: Owner, keepsOrphans: Bool, grace: Int64
  ) throws(StoreFailure) -> Int64 {
    addsOwner.bind(1, owner.boot)
    let numbers = [
      owner.namespace, owner.pid, owner.startTime, host.pid, host.startTime, keepsOrphans ? 1 : 0,
      grace,
    ]
    for (index, number) in numbers.enumerated() { addsOwner.bind(Int32(index + 2), number) }
    let isThere = try addsOwner.step()
    defer { addsOwner.reset() }
    return isThere ? addsOwner.number(0) : 0
  }

  public func owners() throws(StoreFailure) -> [KnownOwner] {
    var found: [KnownOwner] = []
    while try listsOwners.step() {
      let owner = Owner(
        boot: listsOwners.text(1), namespace: listsOwners.number(2), pid: listsOwners.number(3),
        startTime: listsOwners.number(4))
      var host = owner
      (host.pid, host.startTime) = (listsOwners.number(5), listsOwners.number(6))
      found.append(
        KnownOwner(
          number: listsOwners.number(0), owner: owner, host: host,
          keepsOrphans: listsOwners.number(7) != 0, grace: max(0, listsOwners.number(8)),
          goneAt: max(0, listsOwners.number(9))))
    }
    listsOwners.reset()
    return found
  }

  public func note(_ owner: Int64, goneAt: Int64) throws(StoreFailure) {
    notesOwner.bind(1, owner)
    notesOwner.bind(2, goneAt)
    try notesOwner.run()
  }

  public func removeOwner(_ owner: Int64) throws(StoreFailure) {
    removesOwner.bind(1, owner)
    try removesOwner.run()
  }
}
