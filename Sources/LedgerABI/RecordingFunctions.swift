public import CCrec
public import CCrecLedger
import CPlatform
import Ledger
import Platform

@_cdecl("crec_ledger_start") @implementation
public func crec_ledger_start(
  _ ledger: OpaquePointer?, _ params: UnsafePointer<crec_recording_params>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe answer(outcome) { () throws(Refused) in
    let worker = try unsafe worker(ledger)
    let given = try unsafe structure("params", params)
    let call = try unsafe startCall(given, worker)
    let caller = unsafe Library.Caller(completion: given.completion, context: given.context)
    guard worker.post(.start(call, caller)) else { throw closed }
  }
}

private func startCall(
  _ given: crec_recording_params, _ worker: Worker
) throws(Refused) -> StartCall<HeldRequest> {
  let name = try unsafe text("name", given.name)
  let account = try unsafe text("account", given.account)
  let action = unsafe Bytes(copying: given.action)
  guard let known = worker.state.with({ $0.account(account) }) else {
    throw invalid("account is unknown (rule: as given to crec_ledger_add_account)")
  }
  let cloud = unsafe crec_client_cloud(known.client)
  guard let start = worker.tasks.starts.first(where: { $0.cloud == cloud && $0.action == action })
  else {
    throw invalid("action is no start of the account's cloud (rule: one of crec_operations)")
  }
  guard unsafe (0...86_400 * 365).contains(given.max_duration_s) else {
    throw invalid("max_duration_s is out of range (rule: 0 to a year)")
  }
  guard unsafe (0...86_400_000).contains(given.timeout_ms) else {
    throw invalid("timeout_ms is out of range (rule: 0 to a day)")
  }
  let plain = unsafe given.fields == nil ? Bytes("{}") : Bytes(copying: given.fields)
  let time = unsafe given.timeout_ms > 0 ? given.timeout_ms : 30_000
  // What is no JSON, or too long, the core refuses in its own words.
  let now = Clock.unix / 1_000 + known.clockOffset
  let bounded =
    plain.count > 1 << 20
    ? nil
    : try? worker.tasks.bounded(plain, start, seconds: unsafe given.max_duration_s, now: now)
  let fields = bounded ?? plain
  let request = try HeldRequest.make(cloud: cloud, action: action, fields: fields).get()
  do throws(StoreFailure) {
    var row = try worker.tasks.recording(name: name, account: account, start, fields: fields)
    row.place = known.place
    row.endsAt = try worker.tasks.end(of: fields, start, now: now) * 1_000
    return StartCall(row: row, request: request, end: Clock.monotonic + time)
  } catch {
    throw Refused(error.status, error.message)
  }
}

@_cdecl("crec_ledger_stop") @implementation
public func crec_ledger_stop(
  _ ledger: OpaquePointer?, _ name: UnsafePointer<CChar>?,
  _ options: UnsafePointer<crec_recording_options>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe ask(ledger, name, options, outcome) { .stop($0, $1) }
}

@_cdecl("crec_ledger_stop_all") @implementation
public func crec_ledger_stop_all(
  _ ledger: OpaquePointer?, _ prefix: UnsafePointer<CChar>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe answer(outcome) { () throws(Refused) in
    let worker = try unsafe worker(ledger)
    let isAll = unsafe prefix?.pointee == 0
    let prefix = isAll ? [] : try unsafe text("prefix", prefix)
    guard worker.post(.stopAll(prefix)) else { throw closed }
  }
}

@_cdecl("crec_ledger_forget") @implementation
public func crec_ledger_forget(
  _ ledger: OpaquePointer?, _ name: UnsafePointer<CChar>?,
  _ options: UnsafePointer<crec_recording_options>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe ask(ledger, name, options, outcome) { .forget($0, $1) }
}

/// Posts what `work` makes of a name and its caller.
private func ask(
  _ ledger: OpaquePointer?, _ name: UnsafePointer<CChar>?,
  _ options: UnsafePointer<crec_recording_options>?, _ outcome: OutcomeOutput?,
  _ work: (Bytes, Library.Caller) -> Worker.Work
) -> crec_status {
  unsafe answer(outcome) { () throws(Refused) in
    let worker = try unsafe worker(ledger)
    let name = try unsafe text("name", name)
    guard worker.post(work(name, try unsafe caller(options))) else { throw closed }
  }
}

private func caller(
  _ options: UnsafePointer<crec_recording_options>?
) throws(Refused) -> Library.Caller {
  if unsafe options == nil {
    return unsafe Library.Caller(
      completion: { _, outcome in unsafe crec_outcome_free(outcome) }, context: nil)
  }
  let given = try unsafe structure("options", options)
  return unsafe Library.Caller(completion: given.completion, context: given.context)
}

@_cdecl("crec_ledger_descriptor") @implementation
public func crec_ledger_descriptor(_ ledger: OpaquePointer?) -> Int32 {
  guard let worker = try? unsafe worker(ledger) else { return -1 }
  return worker.state.with { $0.kept.open() }
}

@_cdecl("crec_ledger_take") @implementation
public func crec_ledger_take(
  _ ledger: OpaquePointer?, _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  unsafe context?.pointee = nil
  unsafe outcome?.pointee = nil
  guard let worker = try? unsafe worker(ledger),
    let taken = worker.state.with({ $0.kept.take() })
  else { return 0 }
  unsafe context?.pointee = UnsafeMutableRawPointer(bitPattern: taken.context)
  unsafe outcome?.pointee = taken.value.copy()
  return 1
}
