public import CCrec
public import CCrecLedger
import CPlatform
import Ledger
import Platform

typealias OutcomeOutput = UnsafeMutablePointer<OpaquePointer?>

/// Runs `body`, and writes the outcome that it refuses with.
func answer(
  _ output: OutcomeOutput?, _ body: () throws(Refused) -> Void
) -> crec_status {
  unsafe output?.pointee = nil
  do throws(Refused) {
    try body()
    return Status.ok
  } catch {
    unsafe output?.pointee = error.outcome.copy()
    return error.outcome.status
  }
}

func worker(_ ledger: OpaquePointer?) throws(Refused) -> Worker {
  guard let ledger = unsafe ledger else { throw invalid("ledger is NULL") }
  let worker = unsafe Unmanaged<Worker>.fromOpaque(UnsafeRawPointer(ledger)).takeUnretainedValue()
  guard worker.isOfThisProcess else {
    throw Refused(Status.forked, Bytes("the ledger was opened before fork(): open it again"))
  }
  return worker
}

func invalid(_ words: StaticString) -> Refused {
  Refused(Status.invalidArgument, Bytes(words))
}

let closed = Refused(Status.closed, Bytes("the ledger was closed"))

// MARK: - Ledgers

@_cdecl("crec_ledger_open") @implementation
public func crec_ledger_open(
  _ options: UnsafePointer<crec_ledger_options>?, _ ledger: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe ledger?.pointee = nil
  return unsafe answer(outcome) { () throws(Refused) in
    guard let output = unsafe ledger else { throw invalid("ledger is NULL") }
    let options = try unsafe openOptions(structure("options", options))
    do throws(StoreFailure) {
      let worker = try Worker.open(options)
      guard worker.begin() else {
        throw StoreFailure(
          code: StoreFailure.shortage, message: Bytes("no thread could be started"))
      }
      unsafe output.pointee = OpaquePointer(Unmanaged.passRetained(worker).toOpaque())
    } catch {
      throw Refused(error.status, error.message)
    }
  }
}

private func openOptions(_ given: crec_ledger_options) throws(Refused) -> Worker.Options {
  let pid = unsafe given.host_pid == 0 ? Int64(getpid()) : given.host_pid
  guard let host = Owner.process(pid) else {
    throw invalid("host_pid names no process (rule: one that lives, in this PID namespace)")
  }
  var options = unsafe Worker.Options(host: host)
  options.path = unsafe Bytes(copying: given.path)
  guard !options.path.isEmpty else { throw invalid("path is missing (rule: the ledger's file)") }
  let day: Int64 = 86_400_000
  guard unsafe (0...day).contains(given.grace_ms) else {
    throw invalid("grace_ms is out of range (rule: 0 to a day)")
  }
  guard unsafe (0...30 * day).contains(given.limit_ms) else {
    throw invalid("limit_ms is out of range (rule: 0 to 30 days)")
  }
  options.replacesDamaged = unsafe given.replace_damaged != 0
  options.keeper.keepsOrphans = unsafe given.keep_orphans != 0
  options.keeper.goesOnWithoutRecord = unsafe given.without_record != 0
  if unsafe given.grace_ms > 0 { options.keeper.grace = unsafe given.grace_ms }
  if unsafe given.limit_ms > 0 { options.keeper.limit = unsafe given.limit_ms }
  unsafe options.log = given.log
  unsafe options.logContext = given.log_context
  return options
}

@_cdecl("crec_ledger_add_account") @implementation
public func crec_ledger_add_account(
  _ ledger: OpaquePointer?, _ name: UnsafePointer<CChar>?, _ client: OpaquePointer?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe answer(outcome) { () throws(Refused) in
    let worker = try unsafe worker(ledger)
    let name = try unsafe text("account", name)
    guard let client = unsafe client else { throw invalid("client is NULL") }
    let account = unsafe Worker.Account(name: name, client: client)
    worker.state.with { state in
      state.accounts.removeAll { $0.name == name }
      state.accounts.append(account)
    }
    _ = worker.post(.look)
  }
}

/// A name: UTF-8 without control characters, as long as the file takes one.
func text(
  _ field: StaticString, _ given: UnsafePointer<CChar>?
) throws(Refused) -> Bytes {
  let text = unsafe Bytes(copying: given)
  guard (1...255).contains(text.count), isPlain(text) else {
    var words = Bytes(field)
    words += " is missing, too long or malformed (rule: 1 to 255 bytes of UTF-8 without control "
    words += "characters)"
    throw Refused(Status.invalidArgument, words)
  }
  return text
}

private func isPlain(_ text: Bytes) -> Bool {
  var decoder = UTF8()
  var bytes = text.makeIterator()
  while true {
    switch decoder.decode(&bytes) {
    case .scalarValue(let scalar):
      if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) { return false }
    case .error: return false
    case .emptyInput: return true
    }
  }
}

@_cdecl("crec_ledger_close") @implementation
public func crec_ledger_close(
  _ ledger: OpaquePointer?, _ timeout: Int64, _ stopsAll: Int32
) -> crec_status {
  do throws(Refused) {
    return try unsafe worker(ledger).close(timeout, stopsAll: stopsAll != 0)
  } catch {
    return error.outcome.status
  }
}

@_cdecl("crec_ledger_free") @implementation
public func crec_ledger_free(_ ledger: OpaquePointer?) {
  guard let ledger = unsafe ledger else { return }
  let held = unsafe Unmanaged<Worker>.fromOpaque(UnsafeRawPointer(ledger))
  let worker = unsafe held.takeUnretainedValue()
  // In a forked child its lock may be held by a thread that is not there.
  guard worker.isOfThisProcess else { return }
  worker.leave()
  unsafe held.release()
}

@_cdecl("crec_ledger_settle") @implementation
public func crec_ledger_settle(_ ledger: OpaquePointer?, _ timeout: Int64) -> crec_status {
  do throws(Refused) {
    return try unsafe worker(ledger).settle(timeout)
  } catch {
    return error.outcome.status
  }
}
