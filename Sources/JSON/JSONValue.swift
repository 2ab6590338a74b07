import CJansson

/// The reason why bytes are not JSON that is worth reading, in words that end "it …".
public struct JSONFault: Error {
  public let problem: StaticString
}

/// A value inside a parsed document, which it keeps alive.
@safe public struct JSONValue {
  @safe private final class Document {
    let root: UnsafeMutablePointer<json_t>
    /// The text that the numbers are read from.
    let bytes: [UInt8]

    private let isSecret: Bool

    init(_ root: UnsafeMutablePointer<json_t>, of bytes: [UInt8], isSecret: Bool) {
      unsafe self.root = unsafe root
      self.bytes = bytes
      self.isSecret = isSecret
    }

    deinit {
      if isSecret { unsafe crec_json_wipe(root) }
      unsafe json_decref(root)
    }
  }

  private let document: Document
  private let value: UnsafeMutablePointer<json_t>

  public enum Kind: Sendable {
    case object, list, text, number, boolean, null
  }

  /// Parses exactly one document. An object that names a member twice is refused: the two could
  /// say opposite things. The texts of a secret one are wiped with it.
  public init(parsing bytes: [UInt8], isSecret: Bool = false) throws(JSONFault) {
    guard bytes.contains(where: { !isBlank($0) }) else { throw JSONFault(problem: "is empty") }
    let text = try withPlacesOfNumbers(bytes)
    var error = json_error_t()
    guard let root = unsafe Self.load(text, &error) else {
      throw JSONFault(problem: Self.problem(Self.code(of: error)))
    }
    document = unsafe Document(root, of: bytes, isSecret: isSecret)
    unsafe value = unsafe root
  }

  private init(_ value: UnsafeMutablePointer<json_t>, in document: Document) {
    self.document = document
    unsafe self.value = unsafe value
  }

  /// An object's member; nil where there is none or this is no object. A null counts as none.
  public subscript(name: StaticString) -> JSONValue? {
    let key = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    guard let member = unsafe json_object_get(value, key),
      unsafe member.pointee.type != JSON_NULL
    else { return nil }
    return unsafe JSONValue(member, in: document)
  }

  public var kind: Kind {
    switch unsafe value.pointee.type {
    case JSON_OBJECT: .object
    case JSON_ARRAY: .list
    case JSON_STRING: .text
    case JSON_INTEGER: .number
    case JSON_TRUE, JSON_FALSE: .boolean
    default: .null
    }
  }

  public var isObject: Bool { kind == .object }

  /// A string's bytes; nil for anything else.
  public var text: [UInt8]? {
    guard let start = unsafe json_string_value(value) else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: json_string_length(value))
    return unsafe [UInt8](bytes)
  }

  /// A number as it is written; nil for anything else.
  public var number: [UInt8]? {
    guard kind == .number else { return nil }
    return numberText(unsafe json_integer_value(value), in: document.bytes)
  }

  /// `true` or `false`; nil for anything else.
  public var boolean: [UInt8]? {
    switch unsafe value.pointee.type {
    case JSON_TRUE: [0x74, 0x72, 0x75, 0x65]
    case JSON_FALSE: [0x66, 0x61, 0x6C, 0x73, 0x65]
    default: nil
    }
  }

  /// The elements of a list.
  public var count: Int { unsafe json_array_size(value) }

  /// A list's elements, in order; of anything else none.
  public var elements: [JSONValue] {
    (0..<count).compactMap { index in
      guard let element = unsafe json_array_get(value, index) else { return nil }
      return unsafe JSONValue(element, in: document)
    }
  }

  /// An object's members, in order, nulls too; of anything else none.
  public var members: [(name: [UInt8], value: JSONValue)] {
    var members: [(name: [UInt8], value: JSONValue)] = []
    var iterator = unsafe json_object_iter(value)
    while let current = unsafe iterator {
      if let name = unsafe json_object_iter_key(current),
        let member = unsafe json_object_iter_value(current)
      {
        let size = unsafe json_object_iter_key_len(current)
        let bytes = unsafe UnsafeRawBufferPointer(start: name, count: size)
        members.append((unsafe [UInt8](bytes), unsafe JSONValue(member, in: document)))
      }
      unsafe iterator = unsafe json_object_iter_next(value, current)
    }
    return members
  }

  private static func load(
    _ bytes: [UInt8], _ error: inout json_error_t
  ) -> UnsafeMutablePointer<json_t>? {
    unsafe bytes.withUnsafeBytes {
      unsafe json_loadb(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count,
        Int(JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES), &error)
    }
  }

  /// jansson keeps its error code in the last byte of the text.
  private static func code(of error: json_error_t) -> json_error_code {
    var error = error
    return unsafe crec_json_error_code(&error)
  }

  private static func problem(_ code: json_error_code) -> StaticString {
    switch code {
    case json_error_premature_end_of_input: "is cut short"
    case json_error_invalid_utf8: "is not UTF-8"
    case json_error_end_of_input_expected: "goes on after its end"
    case json_error_duplicate_key: "names a member twice"
    case json_error_out_of_memory: "does not fit into memory"
    default: "is not JSON"
    }
  }
}
