/// The place where recordings are kept: a file for the processes of one machine. What is written
/// between `begin` and `commit` is there as a whole and for good, or not at all. Nothing means
/// anything by its place in a row or an order.
public protocol Store {
  func begin() throws(StoreFailure)
  func commit() throws(StoreFailure)
  func rollback()
  /// True if others have written since the last time that this was asked.
  func wasChangedByOthers() throws(StoreFailure) -> Bool

  func recording(_ name: Bytes) throws(StoreFailure) -> Recording?
  /// Open recordings whose time has come, of any owner.
  func dueRecordings(at now: Int64) throws(StoreFailure) -> [Recording]
  /// Open recordings of an owner.
  func openRecordings(of owner: Int64) throws(StoreFailure) -> [Recording]
  func allRecordings() throws(StoreFailure) -> [Recording]
  /// Writes a recording over the version that it was read in. False if somebody else was sooner, or
  /// another one that is not settled has its key.
  func write(_ recording: Recording) throws(StoreFailure) -> Bool
  func remove(_ name: Bytes) throws(StoreFailure)
  /// True if another recording than that of a name has this task.
  func knows(taskID: Bytes, besides name: Bytes) throws(StoreFailure) -> Bool

  /// True if a recording of another name has ended whose stop may still arrive at this task.
  func hasLateStop(
    of key: Bytes, besides name: Bytes, at clock: Int64
  ) throws(StoreFailure) -> Bool

  func addOwner(
    _ owner: Owner, host: Owner, keepsOrphans: Bool, grace: Int64
  ) throws(StoreFailure) -> Int64
  func owners() throws(StoreFailure) -> [KnownOwner]
  func note(_ owner: Int64, goneAt: Int64) throws(StoreFailure)
  /// Removes an owner that owns nothing that is open.
  func removeOwner(_ owner: Int64) throws(StoreFailure)
}

/// An owner as the ledger knows it.
public struct KnownOwner: Sendable {
  public let number: Int64
  public let owner: Owner
  /// The process that stands for it and others; the owner itself where it stands alone.
  public let host: Owner
  public let keepsOrphans: Bool
  public let grace: Int64
  /// When it was first seen to be gone; 0 for never.
  public var goneAt: Int64
}
