import CPlatform
import CSQLite
import Platform

/// A ledger's file at its opening: it is made, or brought up to date.
extension FileStore {
  /// Opens the file, and makes it if it is not there. A damaged one is replaced only if it is to
  /// be.
  public static func open(
    _ path: Bytes, replacesDamaged: Bool = false
  ) throws(StoreFailure) -> FileStore {
    guard count(0) >= 0 else {
      throw StoreFailure(code: StoreFailure.forked, message: path + Bytes(forkedWords))
    }
    return replacesDamaged ? try openedOrReplaced(path) : try plainlyOpened(path)
  }

  /// One caller: each would have statics of its own.
  @inline(never) @discardableResult
  static func count(_ change: Int32) -> Int32 { crec_count_connections(change) }

  private static let forkedWords: StaticString =
    ": this process was forked while a ledger was open: fork before that, or use exec"

  static func plainlyOpened(_ path: Bytes) throws(StoreFailure) -> FileStore {
    try make(path)
    let database = try Database.open(path)
    try prepare(database)
    return try make(database)
  }

  /// SQLite would make it readable for others; its log takes over the mode. A file that is there is
  /// not opened: to close it would take the process's locks on it away.
  private static func make(_ path: Bytes) throws(StoreFailure) {
    var about = stat()
    let code = unsafe path.withCString { path -> Int32 in
      if unsafe stat(path, &about) == 0 { return 0 }
      // Through a link to nothing, too.
      let file = unsafe crec_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else { return crec_errno() }
      close(file)
      return unsafe stat(path, &about) == 0 ? 0 : crec_errno()
    }
    if code == 0 && about.st_mode & mode_t(S_IFMT) != mode_t(S_IFREG) {
      throw StoreFailure(code: SQLITE_CANTOPEN, message: path + Bytes(": is no file"))
    }
    // Somebody else has made it, and nothing is in it yet.
    if about.st_size == 0 { _ = unsafe path.withCString { unsafe chmod($0, 0o600) } }
    let isUsable = unsafe path.withCString { unsafe access($0, R_OK | W_OK) } == 0
    if [EACCES, EPERM, EROFS].contains(isUsable ? code : crec_errno()) {
      throw StoreFailure(code: SQLITE_PERM, message: path + Bytes(": permission denied"))
    }
    if code == EISDIR {
      throw StoreFailure(code: SQLITE_CANTOPEN, message: path + Bytes(": is a directory"))
    }
  }

  /// Others may be making the file, too: SQLite does not wait where two could wait for each other.
  private static func prepare(_ database: Database) throws(StoreFailure) {
    database.keepLog()
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
      throw database.failure(SQLITE_MISMATCH, Bytes("is a database, but no ledger"))
    }
    guard (0...Int64(versions.count)).contains(version) else {
      throw database.failure(
        SQLITE_MISMATCH, Bytes("is a ledger of a newer version of the library"))
    }
    try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    if version < versions.count { try bringUpToDate(database) }
  }

  private static func bringUpToDate(_ database: Database) throws(StoreFailure) {
    try database.run("BEGIN IMMEDIATE")
    // Another process may have done it meanwhile.
    let version = try database.number("PRAGMA user_version")
    for statements in versions.dropFirst(Int(clamping: version)) { try database.run(statements) }
    try database.run("COMMIT")
  }

  /// "crec"
  private static let ours: Int64 = 0x6372_6563

  /// The statements that make each version of the file from the one before.
  private static let versions: [StaticString] = [
    """
    CREATE TABLE owner (
      number INTEGER PRIMARY KEY AUTOINCREMENT, boot TEXT NOT NULL,
      namespace INTEGER NOT NULL, pid INTEGER NOT NULL,
      start_time INTEGER NOT NULL, host_pid INTEGER NOT NULL, host_start_time INTEGER NOT NULL,
      keeps_orphans INTEGER NOT NULL, grace INTEGER NOT NULL,
      gone_at INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE recording (
      name TEXT PRIMARY KEY, account TEXT NOT NULL, cloud INTEGER NOT NULL, action TEXT NOT NULL,
      task TEXT NOT NULL, question TEXT NOT NULL, key TEXT NOT NULL, doubt INTEGER NOT NULL,
      state INTEGER NOT NULL, owner INTEGER NOT NULL, generation INTEGER NOT NULL,
      version INTEGER NOT NULL, is_stop_wanted INTEGER NOT NULL, is_stop_sent INTEGER NOT NULL,
      is_in_doubt INTEGER NOT NULL, is_early INTEGER NOT NULL, attempts INTEGER NOT NULL,
      waited INTEGER NOT NULL,
      started_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, next_at INTEGER NOT NULL,
      quiet_until INTEGER NOT NULL, status INTEGER NOT NULL, problem TEXT NOT NULL) WITHOUT ROWID;
    CREATE UNIQUE INDEX recording_key ON recording (key)
      WHERE key <> '' AND state IN (1, 2, 3, 7);
    CREATE INDEX recording_open ON recording (owner) WHERE state IN (1, 2, 3);
    CREATE INDEX recording_due ON recording (next_at) WHERE state IN (1, 2, 3) AND next_at <> 0;
    PRAGMA application_id = 0x63726563;
    PRAGMA user_version = 1;
    """,
    """
    ALTER TABLE recording ADD COLUMN place TEXT NOT NULL DEFAULT '';
    PRAGMA user_version = 2;
    """,
    """
    ALTER TABLE recording ADD COLUMN ends_at INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX recording_late ON recording (key) WHERE key <> '' AND state IN (4, 5);
    PRAGMA user_version = 3;
    """,
  ]
}
