import CPlatform

/// Marks threads that are inside a turn of some loop: they must not wait for one there.
enum Turn {
  private static let key: pthread_key_t? = {
    var key = pthread_key_t()
    return unsafe pthread_key_create(&key, nil) == 0 ? key : nil
  }()

  static func initialise() throws(SystemFailure) {
    guard key != nil else { throw SystemFailure(what: "no key for thread-specific data is free") }
  }

  static var isInside: Bool { key.map { unsafe pthread_getspecific($0) != nil } ?? false }

  static func enter() { unsafe mark(UnsafeRawPointer(bitPattern: 1)) }
  static func leave() { unsafe mark(nil) }

  private static func mark(_ value: UnsafeRawPointer?) {
    if let key { _ = unsafe pthread_setspecific(key, value) }
  }
}
