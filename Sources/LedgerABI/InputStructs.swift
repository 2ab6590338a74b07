public import CCrecLedger
import Ledger
public import Platform

extension crec_ledger_options: InputStruct { public static var firstSize: Int { 72 } }
extension crec_recording_params: InputStruct { public static var firstSize: Int { 72 } }
extension crec_recording_options: InputStruct { public static var firstSize: Int { 24 } }

/// As much as the caller has of a struct, over the defaults.
func structure<Struct: InputStruct>(
  _ name: StaticString, _ pointer: UnsafePointer<Struct>?
) throws(Refused) -> Struct {
  guard let pointer = unsafe pointer else {
    throw Refused(Status.invalidArgument, Bytes(name) + Bytes(" is NULL"))
  }
  let size = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: UInt.self)
  guard size >= Struct.firstSize else {
    var words = Bytes("struct_size of ") + Bytes(name) + Bytes(" is ")
    words += decimal(Int64(clamping: size))
    words += Bytes(" (rule: at least ") + decimal(Int64(Struct.firstSize))
    words += Bytes(", as INIT sets it)")
    throw Refused(Status.invalidArgument, words)
  }
  return unsafe Struct(copying: pointer, size: Int(clamping: size))
}
