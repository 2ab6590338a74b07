import Testing

@testable import Engine
@testable import JSON

@Suite struct ReplyTests {
  private let volcengine = #"{"ResponseMetadata":{"RequestId":"r","Action":"a"},"Result":"ok"}"#
  private let alibaba = #"{"RequestId":"r","TaskId":"t"}"#
  private let tencent = #"{"Response":{"RequestId":"r"}}"#

  private func request(_ operation: Operation) throws -> Request {
    try Request(
      operation, version: nil,
      values: operation.parameters.map { $0.isRequired ? Bytes("1") : nil })
  }

  private func read(
    _ operation: Operation, _ body: Bytes, status: Int32 = 200, headers: [(String, String)] = [],
    defect: Reply.Defect? = nil
  ) throws -> Outcome {
    try request(operation).read(
      Reply(
        httpStatus: status, headers: headers.map { Pair(name: Bytes($0.0), value: Bytes($0.1)) },
        body: body, defect: defect),
      without: Redaction())
  }

  private func read(_ operation: Operation, _ body: String, status: Int32 = 200) throws -> Outcome {
    try read(operation, Bytes(body), status: status)
  }

  @Test func successIsReadFromEachCloud() throws {
    for (operation, body) in [
      (Operation.startWBRecord, volcengine), (.stopWebcast, volcengine),
      (.stopRtcCloudRecording, alibaba), (.stopLiveRecord, tencent),
    ] {
      let outcome = try read(operation, body)
      #expect(outcome.status == .ok)
      #expect(outcome.requestID.string == "r")
      #expect(outcome.mayHaveBeenApplied)
      #expect(outcome.body.string == body)
    }
    #expect(try read(.stopRtcCloudRecording, alibaba).taskID.string == "t")
    let small = try read(.stopRtcCloudRecording, #"{"requestId":"r"}"#)
    #expect(small.status == .ok && small.requestID.string == "r")
  }

  @Test func failureIsReadFromEachCloudUnderAnyHTTPStatus() throws {
    let bodies: [(Operation, String)] = [
      (
        .stopWBRecord,
        #"{"ResponseMetadata":{"RequestId":"r","#
          + #""Error":{"CodeN":7,"Code":"AccessDenied","Message":"m"}}}"#
      ),
      (.stopRtcCloudRecording, #"{"RequestId":"r","Code":"Forbidden","Message":"m"}"#),
      (.stopRtcCloudRecording, #"{"requestId":"r","code":"Forbidden","message":"m"}"#),
      (
        .stopLiveRecord,
        #"{"Response":{"RequestId":"r","#
          + #""Error":{"Code":"AuthFailure.UnauthorizedOperation","Message":"m"}}}"#
      ),
    ]
    for (operation, body) in bodies {
      for status: Int32 in [200, 400, 403, 500] {
        let outcome = try read(operation, body, status: status)
        #expect(outcome.status == .permission)
        #expect(outcome.message.string == "m")
        #expect(outcome.requestID.string == "r")
        #expect(outcome.httpStatus == status)
        #expect(!outcome.mayHaveBeenApplied)
      }
    }
  }

  @Test func whatIsNotTheCloudsReplyIsMalformedAndKeepsWhatCouldBeRead() throws {
    let wrong = [
      "", " \n", "<html></html>", "ok", "[]", "null", "1", "\"ok\"", "{}", "{", "{\"Response\":",
      #"{"Response":null}"#, #"{"Response":[]}"#, #"{"Response":{}}"#,
      #"{"Response":{"RequestId":1}}"#, #"{"Response":{"RequestId":"r","Error":{}}}"#,
      #"{"Response":{"RequestId":"r","Error":"e"}}"#, #"{"Response":{"RequestId":"r"}} x"#,
      #"{"ResponseMetadata":{"RequestId":"r"}}"#, #"{"ResponseMetadata":[],"Result":"ok"}"#,
      #"{"ResponseMetadata":{"RequestId":"r"},"Result":""}"#,
      #"{"ResponseMetadata":{"RequestId":"r"},"Result":null}"#,
      #"{"ResponseMetadata":{"Error":{"Code":5}},"Result":"ok"}"#, #"{"Code":5,"RequestId":"r"}"#,
    ]
    for operation in [Operation.stopWBRecord, .stopRtcCloudRecording, .stopLiveRecord] {
      for body in wrong {
        let outcome = try read(
          operation, Bytes(body),
          headers: [
            ("x-tt-logid", " id "), ("X-Acs-Request-Id", "id"), ("x-tc-requestid", "id"),
          ])
        // A RequestId alone is a success in Alibaba's flat shape only.
        #expect(outcome.status == .malformedReply, "\(body)")
        #expect(outcome.httpStatus == 200)
        #expect(["id", "r"].contains(outcome.requestID.string), "\(body)")
        #expect(outcome.mayHaveBeenApplied)
        #expect(!outcome.isRetryable)
      }
    }
  }

  @Test func noPrefixOfASuccessIsASuccess() throws {
    for (operation, body) in [
      (Operation.stopWebcast, volcengine), (.stopRtcCloudRecording, alibaba),
      (.stopLiveRecord, tencent),
    ] {
      for length in 0..<body.utf8.count {
        let outcome = try read(operation, Bytes(Bytes(body).prefix(length)))
        #expect(outcome.status == .malformedReply, "\(length)")
      }
      #expect(try read(operation, Bytes(body), defect: .cutShort).status == .malformedReply)
      #expect(try read(operation, Bytes(body), defect: .tooLarge).status == .malformedReply)
      #expect(try read(operation, body, status: 302).status == .malformedReply)
    }
  }

  @Test func someHTTPStatusesSayEnoughWithoutABody() throws {
    let page = "<html>Bad Gateway</html>"
    #expect(try read(.stopLiveRecord, page, status: 502).status == .unavailable)
    #expect(try read(.stopLiveRecord, page, status: 500).status == .cloudError)
    #expect(try read(.stopLiveRecord, page, status: 429).status == .throttled)
    #expect(try read(.stopLiveRecord, page, status: 404).status == .malformedReply)
    #expect(try read(.stopLiveRecord, page, status: 503).mayHaveBeenApplied)
    #expect(try !read(.stopLiveRecord, page, status: 429).mayHaveBeenApplied)
    let contradiction = try read(.stopLiveRecord, tencent, status: 429)
    #expect(contradiction.status == .throttled && contradiction.mayHaveBeenApplied)
  }

  @Test func whatABodyIsWrappedInIsNamed() throws {
    func message(_ body: Bytes, _ encoding: String?, status: Int32 = 200) throws -> String {
      let headers = encoding.map { [("content-encoding", $0)] } ?? []
      return try read(.stopLiveRecord, body, status: status, headers: headers).message.string
    }
    let good = Bytes(tencent)
    let zipped: Bytes = [0x1F, 0x8B, 8, 0]
    let mark = "HTTP 200: the reply begins with a byte-order mark"
    #expect(try message([0xEF, 0xBB, 0xBF] + good, nil) == mark)
    #expect(try message([0xFF, 0xFE, 0x7B, 0], nil) == mark)
    #expect(try message([0xFE, 0xFF, 0, 0x7B], "identity") == mark)
    #expect(try message(zipped, nil) == "HTTP 200: the reply is not JSON")
    #expect(try message(zipped, "Identity") == "HTTP 200: the reply is not JSON")
    #expect(try message(zipped, "") == "HTTP 200: the reply is not JSON")
    #expect(
      try message(zipped, " gzip ") == "HTTP 200: the reply is encoded as gzip, "
        + "which was not asked for")
    #expect(
      try message(zipped, "br", status: 503) == "HTTP 503: the reply is encoded as br, "
        + "which was not asked for")
    let hostile = "g\u{1B}[2J\r\n" + String(repeating: "zip", count: 50_000)
    let bounded = try message(zipped, hostile)
    #expect(bounded.hasPrefix("HTTP 200: the reply is encoded as g [2J  zipzip"))
    #expect(bounded.hasSuffix(", which was not asked for") && bounded.utf8.count < 128)
    #expect(try message(good, "gzip") == "")
  }

  @Test func aReplyThatSaysTwoThingsIsMalformed() throws {
    let error = #""Error":{"Code":"InternalError","Message":"m"}"#
    for twice in [
      #"{"RequestId":"r",\#(error),"Error":null}"#, #"{\#(error)},"Response":{"RequestId":"r"}"#,
    ] {
      let outcome = try read(.stopLiveRecord, #"{"Response":\#(twice)}"#)
      #expect(outcome.message.string == "HTTP 200: the reply names a member twice")
    }
    #expect(try read(.stopLiveRecord, #"{"Response":{"RequestId":""}}"#).status == .malformedReply)
    #expect(try read(.stopRtcCloudRecording, #"{"RequestId":""}"#).status == .malformedReply)
  }

  @Test func aNumberBeyond64BitsDoesNotMakeAReplyMalformed() throws {
    for number in ["123456789012345678901234567890", "-9223372036854775809", "1e999", "1.5E+400"] {
      let body = #"{"Response":{"RequestId":"r","Extra":[NUMBER, {"a" :NUMBER}]}}"#
      let outcome = try read(
        .stopLiveRecord, body.replacing("NUMBER", with: number))
      #expect(outcome.status == .ok, "\(number)")
    }
    for wrong in [
      "12345678901234567890.", "0123456789012345678901", "--1e999", "1e", "1e999x", "1\0",
    ] {
      let body = #"{"Response":{"RequestId":"r","Extra":NUMBER}}"#
      #expect(
        try read(.stopLiveRecord, body.replacing("NUMBER", with: wrong)).status == .malformedReply,
        "\(wrong)")
    }
  }

  @Test func nestingIsBoundedAndStringsDoNotCount() throws {
    let deep = String(repeating: "[", count: 1_000_000)
    #expect(try read(.stopLiveRecord, deep).message.string.hasSuffix("is nested too deep"))
    let brackets = #"{"Response":{"RequestId":"\#(String(repeating: "[{\\\"", count: 500))"}}"#
    #expect(try read(.stopLiveRecord, brackets).status == .ok)
  }

  @Test func malformedUTF8IsNamed() throws {
    let body = Bytes(#"{"Response":{"RequestId":""#) + [0xFF] + Bytes(#""}}"#)
    let outcome = try read(.stopLiveRecord, body)
    #expect(outcome.status == .malformedReply)
    #expect(outcome.message.string == "HTTP 200: the reply is not UTF-8")
  }
}
