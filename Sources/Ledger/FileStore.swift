import CPlatform
import CSQLite
import Platform

/// A ledger in an SQLite file, with a write-ahead log: readers and the one writer do not wait for each
/// other, and a commit is on the disk when it returns.
public final class FileStore: Store {
  let database: Database
  private let begins, commits, rollsBack: Statement
  private let reads, dues, opens, lists, writes, removes: Statement
  private let addsOwner, listsOwners, notesOwner, removesOwner, knows: Statement

  /// Opens the file, and makes it if it is not there.
  public static func open(_ path: Bytes) throws(StoreFailure) -> FileStore {
    try make(path)
    let database = try Database.open(path)
    try prepare(database)
    return try FileStore(
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
          INSERT INTO owner (boot, namespace, pid, start_time, keeps_orphans, grace)
          VALUES (?1, ?6, ?2, ?3, ?4, ?5) RETURNING number
          """),
        database.prepare(
          "SELECT number, boot, pid, start_time, keeps_orphans, grace, gone_at, namespace FROM owner"
        ),
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
      ])
  }

  private init(_ database: Database, _ all: [Statement]) {
    self.database = database
    (begins, commits, rollsBack) = (all[0], all[1], all[2])
    (reads, dues, opens, lists, writes, removes) =
      (all[3], all[4], all[5], all[6], all[7], all[8])
    (addsOwner, listsOwners, notesOwner, removesOwner) = (all[9], all[10], all[11], all[12])
    knows = all[13]
  }

  /// SQLite would make it readable for others; its log takes over the mode. A file that is there must
  /// not be opened here: its close would end all locks that other ledgers of this process have on it.
  private static func make(_ path: Bytes) throws(StoreFailure) {
    let isRefused = unsafe path.withCString { path in
      let isMade = unsafe mknod(path, mode_t(S_IFREG) | 0o600, 0) == 0 || crec_errno() == EEXIST
      let isUsable = unsafe isMade && access(path, R_OK | W_OK) == 0
      return !isUsable && [EACCES, EPERM, EROFS].contains(crec_errno())
    }
    if isRefused {
      throw StoreFailure(code: SQLITE_PERM, message: path + Bytes(": permission denied"))
    }
  }

  private static let write: StaticString = """
    INSERT INTO recording VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
      ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)
    ON CONFLICT (name) DO UPDATE SET account = excluded.account, cloud = excluded.cloud,
      action = excluded.action, task = excluded.task, question = excluded.question,
      key = excluded.key, doubt = excluded.doubt, state = excluded.state, owner = excluded.owner,
      generation = excluded.generation, version = excluded.version,
      is_stop_wanted = excluded.is_stop_wanted, is_stop_sent = excluded.is_stop_sent,
      is_in_doubt = excluded.is_in_doubt, is_early = excluded.is_early,
      attempts = excluded.attempts, waited = excluded.waited,
      started_at = excluded.started_at, changed_at = excluded.changed_at,
      next_at = excluded.next_at, quiet_until = excluded.quiet_until, status = excluded.status,
      problem = excluded.problem
    WHERE recording.version = excluded.version - 1
    """

  /// Others may be making the file, too: SQLite does not wait where two could wait for each other.
  private static func prepare(_ database: Database) throws(StoreFailure) {
    let end = Clock.monotonic + Database.patience
    while true {
      do throws(StoreFailure) {
        return try makeLedger(in: database)
      } catch {
        guard error.code & 0xFF == SQLITE_BUSY, Clock.monotonic < end else { throw error }
        try? database.run("ROLLBACK")
        usleep(10_000)
      }
    }
  }

  private static func makeLedger(in database: Database) throws(StoreFailure) {
    try database.run("PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY")
    // In one view of the file: another process may be making it.
    try database.run("BEGIN")
    let kind = try database.number("PRAGMA application_id")
    let version = try database.number("PRAGMA user_version")
    let tables = try database.number("SELECT count(*) FROM sqlite_schema")
    try database.run("COMMIT")
    guard kind == ours || kind == 0 && tables == 0 else {
      throw database.failure(SQLITE_NOTADB, Bytes("is a database, but no ledger"))
    }
    guard version <= 1 else {
      throw database.failure(
        SQLITE_NOTADB, Bytes("is a ledger of a newer version of the library"))
    }
    try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    if version == 0 { try database.run(schema) }
  }

  /// "crec"
  private static let ours: Int64 = 0x6372_6563

  private static let schema: StaticString = """
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS owner (
      number INTEGER PRIMARY KEY AUTOINCREMENT, boot TEXT NOT NULL,
      namespace INTEGER NOT NULL, pid INTEGER NOT NULL,
      start_time INTEGER NOT NULL, keeps_orphans INTEGER NOT NULL, grace INTEGER NOT NULL,
      gone_at INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS recording (
      name TEXT PRIMARY KEY, account TEXT NOT NULL, cloud INTEGER NOT NULL, action TEXT NOT NULL,
      task TEXT NOT NULL, question TEXT NOT NULL, key TEXT NOT NULL, doubt INTEGER NOT NULL,
      state INTEGER NOT NULL, owner INTEGER NOT NULL, generation INTEGER NOT NULL,
      version INTEGER NOT NULL, is_stop_wanted INTEGER NOT NULL, is_stop_sent INTEGER NOT NULL,
      is_in_doubt INTEGER NOT NULL, is_early INTEGER NOT NULL, attempts INTEGER NOT NULL,
      waited INTEGER NOT NULL,
      started_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, next_at INTEGER NOT NULL,
      quiet_until INTEGER NOT NULL, status INTEGER NOT NULL, problem TEXT NOT NULL) WITHOUT ROWID;
    CREATE UNIQUE INDEX IF NOT EXISTS recording_key ON recording (key)
      WHERE key <> '' AND state IN (1, 2, 3, 7);
    CREATE INDEX IF NOT EXISTS recording_open ON recording (owner) WHERE state IN (1, 2, 3);
    CREATE INDEX IF NOT EXISTS recording_due ON recording (next_at)
      WHERE state IN (1, 2, 3) AND next_at <> 0;
    PRAGMA application_id = 0x63726563;
    PRAGMA user_version = 1;
    COMMIT;
    """

  // MARK: - Transactions

  public func begin() throws(StoreFailure) { try begins.run() }
  public func commit() throws(StoreFailure) { try commits.run() }
  public func rollback() { try? rollsBack.run() }

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

  public func remove(_ name: Bytes) throws(StoreFailure) {
    removes.bind(1, name)
    try removes.run()
  }

  // MARK: - Owners

  public func addOwner(
    _ owner: Owner, keepsOrphans: Bool, grace: Int64
  ) throws(StoreFailure) -> Int64 {
    addsOwner.bind(1, owner.boot)
    addsOwner.bind(2, owner.pid)
    addsOwner.bind(3, owner.startTime)
    addsOwner.bind(4, keepsOrphans ? 1 : 0)
    addsOwner.bind(5, grace)
    addsOwner.bind(6, owner.namespace)
    let isThere = try addsOwner.step()
    defer { addsOwner.reset() }
    return isThere ? addsOwner.number(0) : 0
  }

  public func owners() throws(StoreFailure) -> [KnownOwner] {
    var found: [KnownOwner] = []
    while try listsOwners.step() {
      found.append(
        KnownOwner(
          number: listsOwners.number(0),
          owner: Owner(
            boot: listsOwners.text(1), namespace: listsOwners.number(7), pid: listsOwners.number(2),
            startTime: listsOwners.number(3)),
          keepsOrphans: listsOwners.number(4) != 0, grace: max(0, listsOwners.number(5)),
          goneAt: max(0, listsOwners.number(6))))
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
