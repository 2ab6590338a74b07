import CPlatform
import CSQLite

/// A failure of SQLite's; its message begins with the file's path.
public struct StoreFailure: Error {
  public let code: Int32
  public let message: Bytes

  public static let shortage = SQLITE_NOMEM
  static let forked = SQLITE_MISUSE

  public init(code: Int32, message: Bytes) {
    self.code = code
    self.message = message
  }

  /// The disk, a quota, memory or descriptors: it may pass.
  public var isShortage: Bool {
    [SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_BUSY, SQLITE_LOCKED].contains(code & 0xFF)
  }
  var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 0xFF) }
  /// The core's status for it.
  public var status: Int32 {
    if code == Self.forked { return Status.forked }
    return isShortage ? Status.shortage : isPermission ? Status.permission : Status.invalidArgument
  }
  private var isPermission: Bool {
    [SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH].contains(code & 0xFF)
  }
}

/// A connection to a database. It is used by one thread.
@safe final class Database {
  private let connection: OpaquePointer
  private let path: Bytes
  /// Milliseconds for which a lock of others is waited for.
  static let patience: Int64 = 10_000

  /// Made by a function: Embedded Swift would leak an object whose initialiser throws.
  static func open(_ path: Bytes) throws(StoreFailure) -> Database {
    // SQLite would take some paths for its own words.
    try open(path.first == UInt8(ascii: "/") ? path : Bytes("./") + path, named: path)
  }

  static func inMemory() throws(StoreFailure) -> Database {
    try open(Bytes(":memory:"), named: Bytes(":memory:"))
  }

  private static func open(
    _ place: Bytes, named path: Bytes
  ) throws(StoreFailure) -> Database {
    var connection: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = unsafe place.withCString { unsafe sqlite3_open_v2($0, &connection, flags, nil) }
    guard let opened = unsafe connection else {
      throw StoreFailure(code: code, message: path + Bytes(": out of memory"))
    }
    let database = unsafe Database(opened, path)
    guard code == SQLITE_OK else { throw database.failure(code) }
    unsafe sqlite3_extended_result_codes(opened, 1)
    unsafe sqlite3_busy_timeout(opened, Int32(patience))
    return database
  }

  private init(_ connection: OpaquePointer, _ path: Bytes) {
    unsafe self.connection = unsafe connection
    self.path = path
  }

  deinit {
    unsafe sqlite3_close_v2(connection)
  }

  func failure(_ code: Int32) -> StoreFailure {
    failure(code, unsafe Bytes(copying: sqlite3_errmsg(connection)))
  }

  func failure(_ code: Int32, _ words: Bytes) -> StoreFailure {
    StoreFailure(code: code, message: path + Bytes(": ") + words)
  }

  /// Nothing is removed at the close: whoever has lost a lock must not lose what it writes, too.
  func keepLog() { unsafe crec_keep_log(connection) }

  /// Milliseconds for which locks of others are waited for from now on.
  func wait(_ patience: Int64) {
    unsafe sqlite3_busy_timeout(connection, Int32(clamping: max(0, patience)))
  }

  /// The file and its log by device and number, once there is a log.
  private var identities: [FileIdentity] = []

  /// True if one of its paths names another file by now, or none: SQLite would go on with what
  /// nobody finds any more.
  var isMoved: Bool {
    var isMoved: Int32 = 0
    unsafe sqlite3_file_control(connection, "main", SQLITE_FCNTL_HAS_MOVED, &isMoved)
    return isMoved != 0 || !identities.isEmpty && identities != paths.map { FileIdentity($0) }
  }

  /// In the first transaction, when all of its files are there.
  func knowFiles() {
    if identities.isEmpty { identities = paths.map { FileIdentity($0) } }
  }

  /// The directory that a relative path begins at may be another one by now.
  private var paths: [Bytes] {
    let whole = unsafe Bytes(copying: sqlite3_db_filename(connection, "main"))
    let given = path.first == UInt8(ascii: "/") ? path : whole
    return [given, whole + Bytes("-wal"), whole + Bytes("-shm")]
  }

  func prepare(_ sql: StaticString) throws(StoreFailure) -> Statement {
    var statement: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      connection, UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self),
      Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let prepared = unsafe statement else { throw failure(code) }
    return unsafe Statement(prepared, of: self)
  }

  /// One statement or several, without parameters or rows.
  func run(_ sql: StaticString) throws(StoreFailure) {
    let text = unsafe UnsafeRawPointer(sql.utf8Start).assumingMemoryBound(to: CChar.self)
    let code = unsafe sqlite3_exec(connection, text, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// The number that a statement comes to; 0 without a row.
  func number(_ sql: StaticString) throws(StoreFailure) -> Int64 {
    let statement = try prepare(sql)
    let isThere = try statement.step()
    defer { statement.reset() }
    return isThere ? statement.number(0) : 0
  }

  /// Rows that the last statement changed.
  var changes: Int32 { unsafe sqlite3_changes(connection) }
}

/// A file by its device and number; zeros for none.
private struct FileIdentity: Equatable {
  private let device: UInt
  private let number: UInt

  init(_ path: Bytes) {
    var about = stat()
    let isThere = unsafe path.withCString { unsafe stat($0, &about) } == 0
    device = isThere ? UInt(about.st_dev) : 0
    number = isThere ? UInt(about.st_ino) : 0
  }
}

/// A prepared statement. Parameters count from 1, columns from 0.
@safe final class Statement {
  private let statement: OpaquePointer
  private let database: Database

  init(_ statement: OpaquePointer, of database: Database) {
    unsafe self.statement = unsafe statement
    self.database = database
  }

  deinit {
    unsafe sqlite3_finalize(statement)
  }

  func bind(_ index: Int32, _ text: Bytes) {
    // With a NUL behind it the start of an empty text is not NULL, which would be no text.
    _ = unsafe text.withCString { unsafe crec_bind_text(statement, index, $0, Int32(text.count)) }
  }

  func bind(_ index: Int32, _ number: Int64) {
    unsafe sqlite3_bind_int64(statement, index, number)
  }

  /// True if there is a row.
  func step() throws(StoreFailure) -> Bool {
    switch unsafe sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code:
      let failure = database.failure(code)
      reset()
      throw failure
    }
  }

  /// For the next time; a statement that is not reset holds its lock.
  func reset() {
    unsafe sqlite3_reset(statement)
    unsafe sqlite3_clear_bindings(statement)
  }

  /// A statement without rows.
  func run() throws(StoreFailure) {
    _ = try step()
    reset()
  }

  func text(_ column: Int32) -> Bytes {
    guard let text = unsafe sqlite3_column_text(statement, column) else { return [] }
    let size = unsafe Int(sqlite3_column_bytes(statement, column))
    return unsafe Bytes(UnsafeBufferPointer(start: text, count: size))
  }

  func number(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }
}
