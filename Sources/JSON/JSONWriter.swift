import CJansson

/// Builds one flat JSON object, members in the order in which they are set.
@safe public struct JSONWriter: ~Copyable {
  private let object: UnsafeMutablePointer<json_t>?
  private var isComplete = true

  public init() {
    unsafe object = json_object()
  }

  deinit {
    unsafe json_decref(object)
  }

  /// `text` is well-formed UTF-8; anything else makes `bytes` nil.
  public mutating func set(_ name: StaticString, text: [UInt8]) {
    let value = unsafe text.withUnsafeBytes {
      unsafe json_stringn($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    unsafe set(name, value)
  }

  public mutating func set(_ name: StaticString, integer: Int64) {
    unsafe set(name, json_integer(json_int_t(integer)))
  }

  private mutating func set(_ name: StaticString, _ value: UnsafeMutablePointer<json_t>?) {
    let key = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    if unsafe json_object_set_new(object, key, value) != 0 { isComplete = false }
  }

  /// The compact text; nil if a member could not be set.
  public var bytes: [UInt8]? {
    guard isComplete else { return nil }
    let flags = Int(JSON_COMPACT)
    let size = unsafe json_dumpb(object, nil, 0, flags)
    guard size > 0 else { return nil }
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      let room = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?
        .assumingMemoryBound(to: CChar.self)
      count = unsafe json_dumpb(object, room, size, flags)
    }
  }
}
