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

func rawText(_ pointer: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
  unsafe UnsafeRawBufferPointer(start: pointer, count: strlen(pointer))
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
