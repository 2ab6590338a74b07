/// The form of the query that a cloud signs. The query is sent in the same form.
public enum QueryForm: Sendable {
  /// Sorted by name, before encoding, a blank is `%20`: Volcengine and Alibaba.
  case sorted
  /// In the order given, a blank is `+`: Tencent, which signs the query as it stands in the URL.
  case asGiven

  public func encode(_ pairs: [Pair]) -> Bytes {
    let ordered =
      switch self {
      case .sorted: pairs.sorted(by: Self.inByteOrder)
      case .asGiven: pairs
      }
    return joined(ordered.map { encode($0.name) + "=" + encode($0.value) }, by: "&")
  }

  private func encode(_ bytes: Bytes) -> Bytes {
    let blank: StaticString =
      switch self {
      case .sorted: "%20"
      case .asGiven: "+"
      }
    return percentEncoded(bytes, blank: blank)
  }

  private static func inByteOrder(_ left: Pair, _ right: Pair) -> Bool {
    left.name == right.name
      ? left.value.precedes(right.value) : left.name.precedes(right.name)
  }
}

/// Keeps `A-Z a-z 0-9 - _ . ~`; every other byte becomes `%XX`, upper case.
func percentEncoded(_ bytes: Bytes, blank: StaticString = "%20") -> Bytes {
  let digits = Bytes("0123456789ABCDEF")
  var output = Bytes()
  output.reserveCapacity(bytes.count)
  for byte in bytes {
    switch byte {
    case _ where byte.isASCIIAlphanumeric,
      UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"):
      output.append(byte)
    case 0x20:
      output += blank
    default:
      output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return output
}
