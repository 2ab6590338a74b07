import CPlatform
import Crypto
import Engine

/// A NUL-terminated string, copied; nil for NULL.
func text(_ pointer: UnsafePointer<CChar>?) -> Bytes? {
  unsafe pointer.map { unsafe Bytes(rawText($0)) }
}

func secret(_ pointer: UnsafePointer<CChar>?) -> Secret? {
  unsafe pointer.map { unsafe Secret(copying: rawText($0)) }
}

private func rawText(_ pointer: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
  unsafe UnsafeRawBufferPointer(start: pointer, count: strlen(pointer))
}

/// A struct of ours, by its own struct_size. All of today's members are in the first release, so
/// a smaller size is a mistake; a larger one is a newer caller's, with members not known here.
func structure<Struct>(
  _ name: StaticString, _ pointer: UnsafePointer<Struct>?
) throws(Failure) -> Struct {
  guard let pointer = unsafe pointer else { throw .null(name) }
  let size = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: UInt.self)
  guard size >= MemoryLayout<Struct>.size else {
    throw .refused(
      Fault(
        "struct_size", Bytes("of ") + Bytes(name) + Bytes(" is too small"),
        rule: Bytes("the size of the struct, as its INIT sets it")))
  }
  return unsafe pointer.pointee
}

func cloud(_ number: Int32) throws(Failure) -> Cloud {
  guard let cloud = Cloud.numbered(number) else {
    throw .refused(Fault("cloud", Bytes("is unknown"), rule: Bytes("one of crec_cloud")))
  }
  return cloud
}

/// A counted array, bounded: a count beyond any sense is a mistake that must not be followed.
func elements<Element>(
  _ name: StaticString, _ pointer: UnsafePointer<Element>?, _ count: Int, limit: Int
) throws(Failure) -> UnsafeBufferPointer<Element> {
  guard (0...limit).contains(count) else {
    throw .refused(
      Fault(
        name, Bytes("has too many elements"), rule: Bytes("at most ") + decimal(Int64(limit))))
  }
  guard unsafe count == 0 || pointer != nil else { throw .null(name) }
  return unsafe UnsafeBufferPointer(start: pointer, count: count)
}

func bytes(
  _ name: StaticString, _ pointer: UnsafeRawPointer?, _ size: Int, limit: Int
) throws(Failure) -> Bytes {
  let typed = unsafe pointer?.assumingMemoryBound(to: UInt8.self)
  return unsafe Bytes(try elements(name, typed, size, limit: limit))
}
