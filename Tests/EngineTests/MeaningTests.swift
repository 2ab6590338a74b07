import Testing

@testable import Engine

/// The outcomes of calls, by error code.
@Suite struct MeaningTests {
  private func read(
    _ operation: Engine.Operation, _ body: String, status: Int32 = 200
  ) throws -> Outcome {
    let request = try Request(
      operation, version: nil,
      values: operation.parameters.map { $0.isRequired ? Bytes("1") : nil })
    return request.read(
      Reply(httpStatus: status, headers: [], body: Bytes(body), defect: nil), without: Redaction())
  }

  @Test func namesThatMisleadMeanWhatTheyMean() throws {
    func status(_ cloud: Cloud, _ code: String) -> Status? {
      cloud.errors.meaning(of: Bytes(code), answering: .stop)?.status
    }
    #expect(status(.alibaba, "InvalidParameter.TaskId") == .alreadyStopped)
    #expect(status(.alibaba, "InvalidParameter.UserId") == .permission)
    #expect(status(.alibaba, "InvalidParameter.Other") == .invalidArgument)
    #expect(status(.alibaba, "InvalidApi.NotFound") == .invalidArgument)
    #expect(status(.volcengine, "InvalidParameter.ErrorActiveTaskNotFound") == .alreadyStopped)
    #expect(status(.volcengine, "FlowLimitExceeded.TaskNumberOverLimit") == .quota)
    #expect(status(.tencent, "ResourceNotFound.FreezeService") == .accountState)
    #expect(status(.tencent, "ResourceNotFound.TaskId") == .notFound)
    #expect(status(.tencent, "AuthFailure.SignatureExpire") == .clockSkew)
    #expect(status(.tencent, "NeverHeardOf.This") == nil)
  }

  @Test func anUnknownCodeKeepsItsTextAndIsClassedByHTTPStatus() throws {
    let body = #"{"RequestId":"r","Code":"New.Code","Message":"m"}"#
    let classes: [Int32: Status] = [
      200: .cloudError, 400: .invalidArgument, 401: .authentication, 403: .permission,
      404: .notFound, 409: .conflict, 429: .throttled, 500: .cloudError, 503: .unavailable,
    ]
    for (httpStatus, status) in classes {
      let outcome = try read(.stopRtcCloudRecording, body, status: httpStatus)
      #expect(outcome.status == status)
      #expect(outcome.code.string == "New.Code")
      #expect(outcome.isRetryable == [429, 500, 503].contains(httpStatus))
    }
  }

  @Test func onlyAStopFindsItsTaskAlreadyStopped() throws {
    let body =
      #"{"ResponseMetadata":{"Error":{"Code":"InvalidParameter.ErrorActiveTaskNotFound"}}}"#
    #expect(try read(.stopWBRecord, body).status == .alreadyStopped)
    #expect(try read(.startWBRecord, body).status == .notFound)
  }

  @Test func aRequestThatWasSeenBeforeMayHaveBeenApplied() throws {
    let body = #"{"RequestId":"r","Code":"SignatureNonceUsed","Message":"Used already."}"#
    let calls = [
      "StartRtcCloudRecording", "UpdateRtcCloudRecording", "StopRtcCloudRecording",
      "DescribeRtcCloudRecordingFiles",
    ]
    for action in calls {
      let outcome = try rtcRequest(action).read(
        Reply(httpStatus: 400, headers: [], body: Bytes(body), defect: nil),
        without: Redaction())
      #expect(outcome.status == .network)
      #expect(outcome.mayHaveBeenApplied && outcome.isRetryable && !outcome.foundNobody)
      let words = "an earlier copy of this request arrived; it may have been applied"
      #expect(outcome.message.string == "Used already; " + words)
      #expect(outcome.reason.string == words)
    }
  }

  @Test func anExpiredTokenIsNoWrongKey() throws {
    let replace = ": the credentials have to be replaced"
    for (code, words) in [
      ("InvalidSecurityToken.Expired", "; the token has expired" + replace),
      ("InvalidSecurityToken.New", "; the token is wrong or has expired" + replace),
      ("InvalidSecurityToken.MismatchWithAccessKey", ""), ("InvalidSecurityToken.Malformed", ""),
      ("InvalidAccessKeyId.Inactive", ""),
    ] {
      let body = #"{"RequestId":"r","Code":"\#(code)","Message":"m"}"#
      let outcome = try read(.stopRtcCloudRecording, body, status: 403)
      #expect(outcome.status == .authentication && !outcome.mayHaveBeenApplied, "\(code)")
      #expect(outcome.isRetryable == !words.isEmpty, "\(code)")
      #expect(outcome.message.string == "m" + words)
    }
    let tencent = #"{"Response":{"Error":{"Code":"AuthFailure.TokenFailure","Message":""}}}"#
    let volcengine = #"{"ResponseMetadata":{"Error":{"Code":"InvalidSecretToken","Message":""}}}"#
    for (operation, body) in [(Operation.stopLiveRecord, tencent), (.stopWebcast, volcengine)] {
      let outcome = try read(operation, body, status: 401)
      #expect(outcome.status == .authentication && outcome.isRetryable)
      #expect(outcome.message.string.hasSuffix("; the token is wrong or has expired" + replace))
    }
  }

  /// If the cloud's message is long, that is cut off instead.
  @Test func theWordsOfThisLibraryAreNotCutOff() throws {
    for length in [4_000, 4_096, 5_000, 1_000_000] {
      let long = String(repeating: "é", count: length / 2)
      let body = #"{"Code":"SignatureNonceUsed","Message":"\#(long)"}"#
      let message = try read(.stopRtcCloudRecording, body, status: 400).message
      #expect(
        message.string.hasSuffix(
          "é; an earlier copy of this request arrived; it may have been applied"))
      #expect(message.count <= Outcome.textLimit)
    }
  }
}
