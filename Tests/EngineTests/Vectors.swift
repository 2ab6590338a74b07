import Crypto
import Foundation
import Testing

@testable import Engine

extension Array where Element == UInt8 {
  init(_ text: String) { self = Array(text.utf8) }
  var string: String { String(decoding: self, as: UTF8.self) }
}

func secret(_ text: String) -> Secret {
  unsafe Array(text.utf8).withUnsafeBytes { unsafe Secret(copying: $0) }
}

func credentials(_ id: String, _ secret: String, token: String? = nil) throws -> Credentials {
  try Credentials(
    accessKeyID: Bytes(id), accessKeySecret: EngineTests.secret(secret),
    securityToken: token.map { EngineTests.secret($0) })
}

/// A call of Alibaba's, which has one of each effect on a task but a deletion.
func rtcRequest(_ action: String) throws -> Request {
  let operation = try #require(Engine.Operation.named(Bytes(action), of: .alibaba))
  let subscription = #""SubscribeParams":{"SubscribeUserIdList":[{"UserId":"u"}]}"#
  let json =
    switch action {
    case "StartRtcCloudRecording":
      #"{"AppId":"a","ChannelId":"c","RecordParams":{"RecordMode":1},"#
        + #""StorageParams":{"StorageType":1},\#(subscription)}"#
    case "UpdateRtcCloudRecording": #"{"TaskId":"t",\#(subscription)}"#
    default: #"{"TaskId":"t"}"#
    }
  return try Request(operation.action.bytes, of: operation.cloud, version: nil, json: Bytes(json))
}

extension Engine.Operation {
  static let startWBRecord = Volcengine.startWBRecord
  static let stopWBRecord = Volcengine.stopWBRecord
  static let stopWebcast = Volcengine.stopWebcast
  static let stopRtcCloudRecording = Alibaba.stopRtcCloudRecording
  static let stopLiveRecord = Tencent.stopLiveRecord
}

/// The signatures under Tests/Vectors: what the vendors published, and what their SDKs made.
enum Vectors {
  static var published: [Tree] {
    get throws {
      let file = try JSONDecoder().decode(Tree.self, from: data("published.json"))
      return file["vectors"].elements.filter { $0["verified"].flag }
    }
  }

  /// The clouds' error codes, by what they mean.
  static var codes: Tree {
    get throws { try JSONDecoder().decode(Tree.self, from: data("codes.json")) }
  }

  /// A value may hold U+0085: only the line feed ends a line.
  static var sdk: [Tree] {
    get throws {
      try data("sdk.jsonl").split(separator: 0x0A).map {
        try JSONDecoder().decode(Tree.self, from: Data($0))
      }
    }
  }

  private static func data(_ name: String) throws -> Data {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.deletingLastPathComponent().appendingPathComponent("Vectors/\(name)")
    return try Data(contentsOf: file)
  }
}

/// Any JSON. What is not there reads as empty.
enum Tree: Decodable {
  case object([String: Tree])
  case array([Tree])
  case string(String)
  case integer(Int64)
  case flag(Bool)
  case null

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? value.decode(Int64.self) {
      self = .integer(integer)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let elements = try? value.decode([Tree].self) {
      self = .array(elements)
    } else if let members = try? value.decode([String: Tree].self) {
      self = .object(members)
    } else {
      self = .null
    }
  }

  subscript(name: String) -> Tree { members[name] ?? .null }
  var members: [String: Tree] { if case .object(let members) = self { members } else { [:] } }
  var elements: [Tree] { if case .array(let elements) = self { elements } else { [] } }
  var string: String? { if case .string(let string) = self { string } else { nil } }
  var text: String { string ?? "" }
  var bytes: Bytes { Bytes(text) }
  var integer: Int64 { if case .integer(let integer) = self { integer } else { 0 } }
  var flag: Bool { if case .flag(let flag) = self { flag } else { false } }
  var pairs: [Pair] { members.map { Pair(name: Bytes($0.key), value: $0.value.bytes) } }
}

/// The query of a URL, decoded; the SDKs send a blank as `+`.
func queryPairs(_ url: String) -> [Pair] {
  let bytes = Bytes(url)
  guard let start = bytes.firstIndex(of: UInt8(ascii: "?")) else { return [] }
  return bytes[(start + 1)...].split(separator: UInt8(ascii: "&")).map { pair in
    let parts = pair.split(
      separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    return Pair(name: decoded(parts[0]), value: parts.count > 1 ? decoded(parts[1]) : [])
  }
}

private func decoded(_ text: ArraySlice<UInt8>) -> Bytes {
  var output = Bytes()
  var rest = text
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), let value = UInt8(Bytes(rest.prefix(2)).string, radix: 16) {
      output.append(value)
      rest = rest.dropFirst(2)
    } else {
      output.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
    }
  }
  return output
}

extension Reply {
  init(httpStatus: Int32, headers: [Pair], body: Bytes, defect: Defect?) {
    var head = Bytes()
    for header in headers {
      unsafe header.name.withUnsafeBytes { name in
        unsafe header.value.withUnsafeBytes {
          unsafe Reply.append(name: name, value: $0, to: &head)
        }
      }
    }
    self.init(httpStatus: httpStatus, head: head, body: body, defect: defect)
  }
}
