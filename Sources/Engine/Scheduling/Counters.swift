/// Counters of a client's calls so far.
public struct Counters: Sendable {
  public var calls: Int64 = 0
  /// By status, in the order of its cases.
  public private(set) var outcomes = [Int64](repeating: 0, count: Status.allCases.count)
  public var attempts: Int64 = 0
  /// Attempts that were not their calls' first.
  public var repetitions: Int64 = 0
  /// Attempts that the cloud refused for their number.
  public var throttled: Int64 = 0
  public var newConnections: Int64 = 0
  public var reusedConnections: Int64 = 0
  /// Calls without an outcome, now; and those of them that are on the network.
  public var open: Int64 = 0
  public var inFlight: Int64 = 0
  public private(set) var elapsedMilliseconds: Int64 = 0
  public private(set) var longestMilliseconds: Int64 = 0
  /// From the start of calls to their first attempt, or their end if there was none.
  public var waitedMilliseconds: Int64 = 0

  public init() {}

  public mutating func add(_ outcome: Outcome) {
    for (index, status) in Status.allCases.enumerated() where status == outcome.status {
      outcomes[index] += 1
    }
    elapsedMilliseconds += outcome.elapsedMilliseconds
    longestMilliseconds = max(longestMilliseconds, outcome.elapsedMilliseconds)
  }
}
