public import Engine

/// Where a client's events go, outside of locks and of libcurl. Nothing is made of what nobody
/// wants to know.
public struct Log {
  private let write: (Event, _ context: UInt) -> Void

  public init(_ write: @escaping (Event, _ context: UInt) -> Void) {
    self.write = write
  }

  func take(_ event: Event, _ context: UInt) { write(event, context) }
}
