import CPlatform
import CSQLite
import Platform

/// A ledger's file that is damaged.
extension FileStore {
  /// Renames a damaged file, and opens a new one with what can be read of it.
  static func openedOrReplaced(_ path: Bytes) throws(StoreFailure) -> FileStore {
    // One process after another. The lock is the directory's: to close the file would take the
    // process's locks on it away.
    let slash = path.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { Bytes(path[...$0]) } ?? Bytes(".")
    let place = unsafe directory.withCString { unsafe crec_open($0, O_RDONLY | O_CLOEXEC, 0) }
    defer { if place >= 0 { close(place) } }
    if place >= 0 { crec_lock_file(place) }
    do throws(StoreFailure) {
      let store = try plainlyOpened(path)
      try store.database.check()
      return store
    } catch {
      guard error.isDamage else { throw error }
    }
    let aside = try putAside(path)
    let store = try plainlyOpened(path)
    let count = try store.takeOver(aside)
    store.notice =
      path + Bytes(" was damaged, and is now ") + aside + Bytes("; recordings read from it: ")
      + decimal(count)
    return store
  }

  /// With its log.
  private static func putAside(_ path: Bytes) throws(StoreFailure) -> Bytes {
    var number = Clock.unix / 1_000
    func aside() -> Bytes { path + Bytes(".damaged-") + decimal(number) }
    while unsafe aside().withCString({ unsafe access($0, F_OK) }) == 0 { number += 1 }
    for suffix in [Bytes(), Bytes("-wal"), Bytes("-shm")] {
      let isMoved =
        unsafe (path + suffix).withCString { from in
          unsafe (aside() + suffix).withCString { to in unsafe rename(from, to) }
        } == 0
      guard isMoved || !suffix.isEmpty else {
        throw StoreFailure(
          code: SQLITE_PERM, message: path + Bytes(": is damaged, and cannot be renamed"))
      }
    }
    return aside()
  }

  /// Reads what can be read, from both ends: damage is somewhere between.
  private func takeOver(_ aside: Bytes) throws(StoreFailure) -> Int64 {
    guard let old = try? Database.open(aside) else { return 0 }
    try begin()
    defer { rollback() }
    let (stops, keeps) = (try addNobody(keepsOrphans: false), try addNobody(keepsOrphans: true))
    let keepers = try? old.prepare("SELECT 1 FROM owner WHERE number = ?1 AND keeps_orphans <> 0")
    var count: Int64 = 0
    for order in [Self.upwards, Self.downwards] {
      guard let rows = try? old.prepare(order) else { continue }
      while let isThere = try? rows.step(), isThere {
        guard var one = Recording(rows), try recording(one.name) == nil else { continue }
        keepers?.bind(1, one.owner)
        one.owner = (try? keepers?.step()) ?? false ? keeps : stops
        keepers?.reset()
        if try write(one) { count += 1 }
      }
    }
    try commit()
    return count
  }

  private func addNobody(keepsOrphans: Bool) throws(StoreFailure) -> Int64 {
    try addOwner(.nobody, host: .nobody, keepsOrphans: keepsOrphans, grace: 30_000)
  }

  private static let upwards: StaticString = "SELECT * FROM recording ORDER BY name"
  private static let downwards: StaticString = "SELECT * FROM recording ORDER BY name DESC"
}

extension Database {
  /// Reads all pages.
  func check() throws(StoreFailure) {
    let statement = try prepare("PRAGMA quick_check(1)")
    let isThere = try statement.step()
    let words = isThere ? statement.text(0) : []
    statement.reset()
    if words != Bytes("ok") { throw failure(SQLITE_CORRUPT, words) }
  }
}
