/// A struct that callers fill. It begins with the size that it has for its caller, and only ever
/// grows at its end.
public protocol InputStruct {
  /// Bytes of version 0.1.0's, which no caller has less of.
  static var firstSize: Int { get }
  /// All members as if they were not given.
  init()
}

extension InputStruct {
  /// As much as the caller has of it, over the defaults.
  public init(copying pointer: UnsafePointer<Self>, size: Int) {
    self.init()
    unsafe withUnsafeMutableBytes(of: &self) {
      unsafe $0.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: min(size, $0.count)))
    }
  }
}
