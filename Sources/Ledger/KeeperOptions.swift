/// The choices of a host about its recordings. Times are milliseconds.
public struct KeeperOptions: Sendable {
  public var keepsOrphans = false
  public var grace: Int64 = 30_000
  public var limit: Int64 = 86_400_000
  public var goesOnWithoutRecord = false

  public init() {}
}
