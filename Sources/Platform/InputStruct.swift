/// A struct that callers fill. It begins with the size that it has for its caller, and only ever
/// grows at its end.
public protocol InputStruct {
  /// Bytes of version 0.1.0's, which no caller has less of.
  static var firstSize: Int { get }
  /// All members as if they were not given.
  init()
}

extension InputStruct {
  /// As much as the caller has of it, over the defaults. A pointer of which the size leaves a part
  /// is not given.
  public init(copying pointer: UnsafePointer<Self>, size: Int) {
    self.init()
    let whole = size & ~(MemoryLayout<UInt>.size - 1)
    unsafe withUnsafeMutableBytes(of: &self) {
      let known = min(whole, $0.count)
      unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: known))
    }
  }
}
