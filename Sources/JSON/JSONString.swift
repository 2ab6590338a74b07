import CJansson

/// Text as a JSON string; nil if it is not well-formed UTF-8.
public func quoted(_ text: [UInt8]) -> [UInt8]? {
  let value = unsafe text.withUnsafeBytes {
    unsafe json_stringn($0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
  }
  defer { unsafe json_decref(value) }
  let size = unsafe json_dumpb(value, nil, 0, Int(JSON_ENCODE_ANY))
  guard size > 0 else { return nil }
  return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
    let room = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?
      .assumingMemoryBound(to: CChar.self)
    count = unsafe json_dumpb(value, room, size, Int(JSON_ENCODE_ANY))
  }
}

/// Appends text as a JSON string; an empty one if it is not well-formed UTF-8. Only text that needs
/// more than quotes goes through jansson.
public func appendQuoted(_ text: [UInt8], to output: inout [UInt8]) {
  let isPlain = text.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
  guard isPlain else {
    output += quoted(text) ?? [0x22, 0x22]
    return
  }
  output.append(0x22)
  output += text
  output.append(0x22)
}
