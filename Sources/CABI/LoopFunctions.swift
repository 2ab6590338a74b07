public import CCrec
import Engine
import Transport

@_cdecl("crec_loop_new") @implementation
public func crec_loop_new(
  _ options: UnsafePointer<crec_loop_options>?, _ loop: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("loop", loop, outcome) { () throws(Failure) -> Loop in
    guard unsafe options != nil else { return try Loop.make(isHosted: false) }
    return try unsafe Loop.make(isHosted: structure("options", options).hosted != 0)
  }
}

@_cdecl("crec_loop_descriptor") @implementation
public func crec_loop_descriptor(_ loop: OpaquePointer?) -> Int32 {
  unsafe unforked(loop)?.descriptor ?? -1
}

@_cdecl("crec_loop_due_ms") @implementation
public func crec_loop_due_ms(_ loop: OpaquePointer?) -> Int64 {
  unsafe unforked(loop)?.dueMilliseconds ?? -1
}

@_cdecl("crec_loop_dispatch") @implementation
public func crec_loop_dispatch(_ loop: OpaquePointer?) -> crec_status {
  status { () throws(Failure) in try unsafe usable(loop: loop).dispatch() }
}

@_cdecl("crec_loop_close") @implementation
public func crec_loop_close(_ loop: OpaquePointer?, _ timeoutMilliseconds: Int64) -> crec_status {
  status { () throws(Failure) in
    let loop = try unsafe usable(loop: loop)
    return loop.close(timeoutMilliseconds: try closeTimeout(timeoutMilliseconds))
  }
}

@_cdecl("crec_loop_free") @implementation
public func crec_loop_free(_ loop: OpaquePointer?) {
  guard let object = unsafe unforked(loop) else { return }
  object.free()
  unsafe freeHandle(loop, as: Loop.self)
}

/// A loop that is there and was made in this process.
func usable(loop handle: OpaquePointer?) throws(Failure) -> Loop {
  guard let loop = unsafe object(handle, as: Loop.self) else { throw .null("loop") }
  guard !loop.isForked else { throw .forked("loop") }
  return loop
}

private func unforked(_ handle: OpaquePointer?) -> Loop? {
  unsafe object(handle, as: Loop.self).flatMap { $0.isForked ? nil : $0 }
}

func closeTimeout(_ milliseconds: Int64) throws(Failure) -> Int64 {
  guard (0...86_400_000).contains(milliseconds) else {
    throw .refused(Fault("timeout_ms", "is " + decimal(milliseconds), rule: Bytes("0 to 86400000")))
  }
  return milliseconds
}

/// A status alone, for functions that have nothing more to tell.
func status(_ make: () throws(Failure) -> Status) -> Int32 {
  do throws(Failure) {
    return try make().rawValue
  } catch {
    return error.outcome.status.rawValue
  }
}
