/// Text is bytes, as in the core: nothing here compares or orders it as people would.
public typealias Bytes = [UInt8]

extension Array where Element == UInt8 {
  public init(_ text: StaticString) {
    self = unsafe Bytes(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  public static func += (left: inout Bytes, right: StaticString) { left += Bytes(right) }

  /// Copies a text up to its NUL; empty for NULL.
  public init(copying text: UnsafePointer<CChar>?) {
    self = []
    guard var next = unsafe text else { return }
    while unsafe next.pointee != 0 {
      append(unsafe UInt8(bitPattern: next.pointee))
      unsafe next += 1
    }
  }

  /// The text with a NUL behind it, for C.
  public func withCString<Result>(_ use: (UnsafePointer<CChar>) -> Result) -> Result {
    var text = self
    text.append(0)
    return unsafe text.withUnsafeBytes {
      unsafe use($0.baseAddress!.assumingMemoryBound(to: CChar.self))
    }
  }
}
