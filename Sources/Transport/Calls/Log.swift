public import Engine

/// The receiver of a client's events, outside of locks and of libcurl. Nothing is made of what
/// nobody wants to know.
public struct Log {
  private let writer: (Event, _ context: UInt) -> Void

  public init(_ write: @escaping (Event, _ context: UInt) -> Void) {
    writer = write
  }

  func write(_ event: Event, _ context: UInt) { writer(event, context) }
}
