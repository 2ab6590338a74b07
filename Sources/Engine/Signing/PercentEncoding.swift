/// The form of the query that a cloud signs. The query is sent in the same form.
public enum QueryForm: Sendable {
  /// Sorted by name, before encoding, a blank is `%20`: Volcengine and Alibaba.
  case sorted
  /// In the order given, a blank is `+`: Tencent, which signs the query as it stands in the URL.
  case asGiven

  public func encode(_ pairs: [Pair]) -> Bytes {
    let ordered =
      switch self {
      case .sorted where pairs.count > 1: pairs.sorted(by: Self.inByteOrder)
      case .sorted, .asGiven: pairs
      }
    let blank: StaticString =
      switch self {
      case .sorted: "%20"
      case .asGiven: "+"
      }
    var query = Bytes()
    query.reserveCapacity(ordered.reduce(0) { $0 + $1.name.count + $1.value.count + 2 })
    for (index, pair) in ordered.enumerated() {
      if index > 0 { query += "&" }
      appendPercentEncoded(pair.name, blank: blank, to: &query)
      query += "="
      appendPercentEncoded(pair.value, blank: blank, to: &query)
    }
    return query
  }

  private static func inByteOrder(_ left: Pair, _ right: Pair) -> Bool {
    left.name == right.name
      ? left.value.precedes(right.value) : left.name.precedes(right.name)
  }
}

func percentEncoded(_ bytes: Bytes) -> Bytes {
  var output = Bytes()
  output.reserveCapacity(bytes.count)
  appendPercentEncoded(bytes, blank: "%20", to: &output)
  return output
}

/// Keeps what is unreserved, `A-Z a-z 0-9 - _ . ~`; every other byte becomes `%XX`, upper case.
private func appendPercentEncoded(_ bytes: Bytes, blank: StaticString, to output: inout Bytes) {
  func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
  if bytes.allSatisfy(isUnreserved) {
    output += bytes
    return
  }
  for byte in bytes {
    switch byte {
    case _ where isUnreserved(byte):
      output.append(byte)
    case 0x20:
      output += blank
    default:
      output.append(UInt8(ascii: "%"))
      output.append(digit(byte >> 4))
      output.append(digit(byte & 15))
    }
  }
}

private func isUnreserved(_ byte: UInt8) -> Bool {
  byte.isASCIIAlphanumeric || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
}
