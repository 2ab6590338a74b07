import Testing

@testable import Engine

@Suite struct SignerTests {
  private func sign(
    _ operation: Operation, _ values: [(StaticString, String)], _ id: String, _ key: String,
    token: String? = nil
  ) throws -> SignedRequest {
    let request = try Request(
      operation, version: nil,
      values: operation.parameters.map { parameter in
        values.first { $0.0.description == parameter.name.description }.map { Bytes($0.1) }
      })
    return try sign(request, try credentials(id, key, token: token))
  }

  private func sign(
    _ request: Request, _ credentials: Credentials, at seconds: Int64 = 1_709_222_400
  ) throws -> SignedRequest {
    let configuration = try Configuration(request.cloud, Options())
    let signer = Signer(
      cloud: request.cloud, account: configuration.account, credentials: credentials)
    let moment = try #require(Moment(seconds: seconds))
    return try signer.sign(
      request, endpoint: configuration.routes[0].endpoint, host: configuration.routes[0].host,
      moment: moment, nonce: Bytes("3156853299f313e23d1673dc12e1703d"),
      with: try signer.key(at: moment))
  }

  private func signature(_ request: SignedRequest) -> String {
    let header = request.headers.first { $0.name.description == "Authorization" }
    return String(header?.value.string.suffix(64) ?? "")
  }

  @Test func theWorkedValuesOfTheThreeCloudsAreMet() throws {
    let volcengine = try sign(
      .stopWBRecord, [("AppId", "A"), ("RoomId", "R"), ("UserId", "U"), ("TaskId", "T")],
      "AKLTYWViMTVmZGYzM2E0NDI5Mzk2MDZjNjFmMjc2MjRjMzg",
      "WkRZeE1EQmxPVGhsWWpWak5HVmtNbUUxTXpZeU9UVXlOMlE1TmpZeVlqTQ==", token: "STS.tok")
    #expect(
      volcengine.url.string
        == "https://rtc.volcengineapi.com/?Action=StopWBRecord&Version=2023-11-01")
    #expect(volcengine.body.string == #"{"AppId":"A","RoomId":"R","UserId":"U","TaskId":"T"}"#)

    let tencent = try sign(
      .stopLiveRecord, [("StreamName", "s"), ("TaskId", "1")],
      "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE")
    #expect(tencent.body.string == #"{"StreamName":"s","TaskId":1}"#)
    #expect(
      signature(tencent) == "f44acad0b1e15f0720d7fe33f8cc69a1a8df638059f2b62fe46ad7c928caaf41")

    let alibaba = try Request(
      cloud: .alibaba, action: Bytes("StopRtcCloudRecording"), version: Bytes("2016-11-01"),
      method: nil, query: [Pair(name: Bytes("TaskId"), value: Bytes("a b~*+中"))], body: [],
      contentType: nil)
    #expect(
      signature(try sign(alibaba, try credentials("YourAccessKeyId", "YourAccessKeySecret")))
        == "cd6d79560a0edf3cad92dc5858340dd88d518fc7bd524463b06e77b955585992")

    let literal = try Request(
      cloud: .volcengine, action: Bytes("StopWBRecord"), version: Bytes("2023-11-01"), method: nil,
      query: [], body: Bytes(#"{"AppId":"A","RoomId":"R","TaskId":"T","UserId":"U"}"#),
      contentType: nil)
    let keys = try credentials(
      "AKLTYWViMTVmZGYzM2E0NDI5Mzk2MDZjNjFmMjc2MjRjMzg",
      "WkRZeE1EQmxPVGhsWWpWak5HVmtNbUUxTXpZeU9UVXlOMlE1TmpZeVlqTQ==", token: "STS.tok")
    #expect(
      signature(try sign(literal, keys))
        == "707907717867e02a61450df686f50649cb251b2eedeefec76d04fd8cbe4f7562")
  }

  @Test func theSignedHeadersAreTheRecommendedSets() throws {
    let ids: [(StaticString, String)] = [("AppId", "A"), ("RoomId", "R"), ("TaskId", "T")]
    let expected: [(SignedRequest, String)] = [
      (
        try sign(.stopWebcast, ids, "id", "key"), "content-type;host;x-content-sha256;x-date"
      ),
      (
        try sign(.stopWebcast, ids, "id", "key", token: "t"),
        "content-type;host;x-content-sha256;x-date;x-security-token"
      ),
      (
        try sign(.stopRtcCloudRecording, [("TaskId", "T")], "id", "key", token: "t"),
        "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;"
          + "x-acs-signature-nonce;x-acs-version"
      ),
      (
        try sign(
          .stopLiveRecord, [("StreamName", "s"), ("TaskId", "1")], "id", "key", token: "t"),
        "content-type;host"
      ),
    ]
    for (request, names) in expected {
      let authorization = request.headers.first { $0.name.description == "Authorization" }
      #expect(authorization?.value.string.contains("SignedHeaders=\(names),") == true)
    }
  }

  /// The key is kept while its scope lasts: a stale one would show as a wrong signature.
  @Test func aSignerGoesOnOverMidnight() throws {
    let request = try Request(
      .stopLiveRecord, version: nil,
      values: [Bytes("s"), Bytes("1")])
    let configuration = try Configuration(.tencent, Options())
    let keys = try credentials("id", "key")
    let signer = Signer(cloud: .tencent, account: configuration.account, credentials: keys)
    for seconds in [1_709_222_399, 1_709_251_199, 1_709_251_200, 1_709_222_400] as [Int64] {
      let moment = try #require(Moment(seconds: seconds))
      let kept = try signer.sign(
        request, endpoint: configuration.routes[0].endpoint, host: configuration.routes[0].host,
        moment: moment, nonce: [], with: try signer.key(at: moment))
      #expect(signature(kept) == signature(try sign(request, keys, at: seconds)))
    }
  }

  @Test func aRequestOfAnyActionIsCheckedInWhatWouldBreakIt() {
    do {
      _ = try Request(
        cloud: .tencent, action: Bytes("Stop Live"), version: Bytes("v1"), method: Bytes("PUT"),
        query: [Pair(name: Bytes("a"), value: Bytes("b"))], body: [],
        contentType: Bytes("a\r\nb: c"))
      Issue.record("accepted")
    } catch {
      #expect(
        error.faults.map { $0.field.string } == [
          "action", "version", "content_type", "method", "query",
        ])
    }
  }
}
