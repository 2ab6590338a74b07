public import CCrec
import Engine
public import Platform

extension crec_loop_options: InputStruct { public static var firstSize: Int { 16 } }
extension crec_credentials: InputStruct { public static var firstSize: Int { 32 } }
extension crec_client_options: InputStruct { public static var firstSize: Int { 184 } }
extension crec_counters: InputStruct { public static var firstSize: Int { 352 } }
extension crec_submit_options: InputStruct { public static var firstSize: Int { 32 } }
extension crec_sign_options: InputStruct { public static var firstSize: Int { 24 } }
extension crec_reply: InputStruct { public static var firstSize: Int { 48 } }
extension crec_request_params: InputStruct { public static var firstSize: Int { 96 } }
extension crec_operation_params: InputStruct { public static var firstSize: Int { 40 } }
extension crec_start_wb_record_params: InputStruct { public static var firstSize: Int { 64 } }
extension crec_stop_wb_record_params: InputStruct { public static var firstSize: Int { 48 } }
extension crec_stop_webcast_params: InputStruct { public static var firstSize: Int { 40 } }
extension crec_stop_rtc_cloud_recording_params: InputStruct {
  public static var firstSize: Int { 24 }
}
extension crec_stop_live_record_params: InputStruct { public static var firstSize: Int { 32 } }

/// As much as the caller has of a struct, over the defaults.
func structure<Struct: InputStruct>(
  _ name: StaticString, _ pointer: UnsafePointer<Struct>?
) throws(Failure) -> Struct {
  let size = try unsafe size(of: name, pointer)
  guard let pointer = unsafe pointer else { throw .null(name) }
  return unsafe Struct(copying: pointer, size: size)
}

/// Its struct_size, which is not too small.
func size<Struct: InputStruct>(
  of name: StaticString, _ pointer: UnsafePointer<Struct>?
) throws(Failure) -> Int {
  try unsafe size(of: name, UnsafeRawPointer(pointer), atLeast: Struct.firstSize)
}

/// Not generic: it is in the library once.
private func size(
  of name: StaticString, _ pointer: UnsafeRawPointer?, atLeast least: Int
) throws(Failure) -> Int {
  guard let pointer = unsafe pointer else { throw .null(name) }
  let size = unsafe pointer.loadUnaligned(as: UInt.self)
  guard size >= least else {
    throw .refused(
      Fault(
        "struct_size", Bytes("of ") + Bytes(name) + Bytes(" is ") + decimal(Int64(clamping: size)),
        rule: Bytes("at least ") + decimal(Int64(least)) + Bytes(", as INIT sets it")))
  }
  return Int(clamping: size)
}
