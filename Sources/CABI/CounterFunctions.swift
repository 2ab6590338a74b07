public import CCrec
import CPlatform
import Engine
import Transport

@_cdecl("crec_client_counters") @implementation
public func crec_client_counters(
  _ client: OpaquePointer?, _ counters: UnsafeMutablePointer<crec_counters>?
) -> crec_status {
  status { () throws(Failure) in
    let client = try unsafe usable(client)
    let size = try unsafe size(of: "counters", UnsafePointer(counters))
    let filled = cCounters(client.counters, size: size)
    unsafe withUnsafeBytes(of: filled) {
      let known = unsafe UnsafeRawBufferPointer(rebasing: $0.prefix(size))
      unsafe UnsafeMutableRawBufferPointer(start: counters, count: known.count)
        .copyMemory(from: known)
    }
    return .ok
  }
}

/// Only the members that both the caller and this library know are written.
private func cCounters(_ counters: Counters, size: Int) -> crec_counters {
  var given = crec_counters()
  given.struct_size = size
  given.calls = counters.calls
  given.attempts = counters.attempts
  given.repetitions = counters.repetitions
  given.throttled = counters.throttled
  given.new_connections = counters.newConnections
  given.reused_connections = counters.reusedConnections
  given.open = counters.open
  given.in_flight = counters.inFlight
  given.elapsed_ms = counters.elapsedMilliseconds
  given.longest_ms = counters.longestMilliseconds
  given.waited_ms = counters.waitedMilliseconds
  unsafe withUnsafeMutableBytes(of: &given.outcomes) { slots in
    for (status, count) in zip(Status.allCases, counters.outcomes) {
      unsafe slots.storeBytes(of: count, toByteOffset: Int(status.rawValue) * 8, as: Int64.self)
    }
  }
  return given
}
