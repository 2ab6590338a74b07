import Testing

@testable import Engine

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(attemptLimit: 4)

  private func request(_ operation: Operation) throws -> Request {
    try Request(
      operation, version: nil,
      values: operation.parameters.map { $0.isRequired ? Bytes("1") : nil })
  }

  private func pause(
    _ operation: Operation, _ outcome: Outcome, made: Int64 = 1, left: Int64 = 60_000,
    random: UInt64 = 0
  ) throws -> Int64? {
    policy.pause(
      after: outcome, isRepeatable: try request(operation).isRepeatable, made: made, left: left,
      isElsewhere: false,
      random: random)
  }

  @Test func whatIsRepeatedDependsOnWhatMayHaveHappened() throws {
    let always: [Status] = [.throttled, .network, .unavailable, .cloudError, .timeout]
    for status in always {
      let certain = Outcome(status, message: [], mayHaveBeenApplied: false)
      let doubtful = Outcome(status, message: [], mayHaveBeenApplied: true)
      #expect(try pause(.startWBRecord, certain) == 0, "\(status)")
      #expect(try pause(.stopWBRecord, certain) == 0, "\(status)")
      #expect(try pause(.startWBRecord, doubtful) == nil, "\(status)")
      #expect(try pause(.stopWBRecord, doubtful) == 0, "\(status)")
    }
    let malformed = Outcome(.malformedReply, message: [])
    #expect(try pause(.startWBRecord, malformed) == nil)
    #expect(try pause(.stopWBRecord, malformed) == 0)
  }

  @Test func whatPeopleHaveToMendIsNotRepeated() throws {
    let repeated: [Status] = [
      .throttled, .network, .unavailable, .cloudError, .timeout, .malformedReply, .shortage,
    ]
    for status in Status.allCases where !repeated.contains(status) {
      #expect(try pause(.stopWBRecord, Outcome(status, message: [])) == nil, "\(status)")
    }
    var unknown = Outcome(.cloudError, message: [])
    unknown.isRetryable = false
    #expect(try pause(.stopWBRecord, unknown) == nil)
  }

  @Test func whereSomebodyElseMayBeReachedItIsTriedAtOnce() throws {
    let nobody = Outcome(.tls, message: [])
    func pause(made: Int64, isElsewhere: Bool) throws -> Int64? {
      policy.pause(
        after: nobody, isRepeatable: try request(.startWBRecord).isRepeatable, made: made,
        left: 1_000,
        isElsewhere: isElsewhere, random: 77)
    }
    #expect(try pause(made: 1, isElsewhere: true) == 0)
    #expect(try pause(made: 1, isElsewhere: false) == nil)
    #expect(try pause(made: 4, isElsewhere: true) == nil)
  }

  @Test func aTimeThatTheCloudRefusedIsMendedAtOnce() throws {
    var outcome = Outcome(.clockSkew, message: [])
    #expect(try pause(.startWBRecord, outcome, random: 77) == nil)
    outcome.isRetryable = true
    #expect(try pause(.startWBRecord, outcome, random: 77) == 0)
  }

  /// After an error of this code to a first attempt.
  private func isRepeated(_ action: String, _ code: String) throws -> Bool {
    let request = try rtcRequest(action)
    let reply = Reply(
      httpStatus: 400, headers: [], body: Bytes(#"{"Code":"\#(code)"}"#), defect: nil)
    let pause = policy.pause(
      after: request.read(reply, without: Redaction()), isRepeatable: request.isRepeatable, made: 1,
      left: 60_000,
      isElsewhere: false, random: 0)
    return pause != nil
  }

  @Test func whatWasSeenBeforeIsRepeatedOnlyWhereTwiceIsNoMoreThanOnce() throws {
    for (action, isRepeated) in [
      ("StopRtcCloudRecording", true), ("DescribeRtcCloudRecordingFiles", true),
      ("StartRtcCloudRecording", false), ("UpdateRtcCloudRecording", false),
    ] {
      #expect(try self.isRepeated(action, "SignatureNonceUsed") == isRepeated, "\(action)")
    }
  }

  @Test func anExpiredTokenIsNotSentAgain() throws {
    #expect(try !isRepeated("StopRtcCloudRecording", "InvalidSecurityToken.Expired"))
  }

  @Test func aRequestOfAnyActionIsRepeatedOnlyIfNothingWasDone() throws {
    let request = try Request(
      cloud: .tencent, action: Bytes("Any"), version: Bytes("2018-08-01"), method: nil, query: [],
      body: [], contentType: nil)
    func pause(_ status: Status) -> Int64? {
      policy.pause(
        after: Outcome(status, message: []), isRepeatable: request.isRepeatable, made: 1,
        left: 1_000, isElsewhere: false,
        random: 0)
    }
    #expect(pause(.throttled) == 0)
    #expect(pause(.cloudError) == nil)
  }

  @Test func attemptsAndTimeAreLimited() throws {
    let outcome = Outcome(.throttled, message: [])
    #expect(try pause(.stopWBRecord, outcome, made: 3) != nil)
    #expect(try pause(.stopWBRecord, outcome, made: 4) == nil)
    #expect(try pause(.stopWBRecord, outcome, left: 0) == nil)
    #expect(try pause(.stopWBRecord, outcome, left: -5) == nil)
    #expect(try pause(.stopWBRecord, outcome, left: 99) == nil)
    #expect(try pause(.startWBRecord, outcome, left: 99) == nil)
    #expect(try pause(.startWBRecord, outcome, left: 100) == 0)
  }

  @Test func aPauseTakesNoMoreThanHalfOfWhatIsLeft() throws {
    let outcome = Outcome(.unavailable, message: [])
    for left: Int64 in [100, 120, 198] {
      #expect(try pause(.stopWBRecord, outcome, left: left, random: UInt64(left / 2)) == left / 2)
      #expect(try pause(.stopWBRecord, outcome, left: left, random: UInt64(left / 2) + 1) == 0)
    }
  }

  @Test func pausesGrowToALimitAndAreRandom() throws {
    let policy = RetryPolicy(attemptLimit: 1_000)
    let request = try request(.stopWBRecord)
    let outcome = Outcome(.throttled, message: [])
    for (made, ceiling) in [(1, 100), (2, 200), (3, 400), (6, 3_200), (7, 5_000), (999, 5_000)] {
      func pause(_ random: UInt64) -> Int64? {
        policy.pause(
          after: outcome, isRepeatable: request.isRepeatable, made: Int64(made), left: .max,
          isElsewhere: false,
          random: random)
      }
      #expect(pause(UInt64(ceiling)) == Int64(ceiling))
      #expect(pause(UInt64(ceiling) + 1) == 0)
      #expect((0...Int64(ceiling)).contains(pause(.max) ?? -1))
    }
  }

  @Test func theCloudsOwnPauseCounts() throws {
    func outcome(_ operation: Operation, _ name: String, _ value: String) throws -> Outcome {
      try request(operation).read(
        Reply(
          httpStatus: 429, headers: [Pair(name: Bytes(name), value: Bytes(value))], body: [],
          defect: nil),
        without: Redaction())
    }
    let seconds = try outcome(.stopWBRecord, "retry-after", "7")
    #expect(try pause(.stopWBRecord, seconds, random: 5) == 7_000)
    #expect(try pause(.stopWBRecord, seconds, left: 7_000) == nil)
    let milliseconds = try outcome(.stopRtcCloudRecording, "X-Acs-Retry-After", "7")
    #expect(try pause(.stopRtcCloudRecording, milliseconds, random: 5) == 7)
    for other in ["", "-1", "soon", "1.5", "Wed, 21 Oct 2026 07:28:00 GMT"] {
      let none = try outcome(.stopWBRecord, "Retry-After", other)
      #expect(try pause(.stopWBRecord, none, random: 5) == 5, "\(other)")
    }
    let forEver = try outcome(.stopWBRecord, "Retry-After", "9223372036854775807")
    #expect(try pause(.stopWBRecord, forEver, left: 86_400_001) == 86_400_000)
  }

  @Test func onlyTheFirstAttemptOfAStopLeavesTimeForAnother() throws {
    let stop = try request(.stopWBRecord)
    #expect(policy.end(isRepeatable: stop.isRepeatable, made: 0, now: 100, deadline: 300) == 200)
    // Half of it would be too short for a retry.
    #expect(policy.end(isRepeatable: stop.isRepeatable, made: 0, now: 100, deadline: 298) == 298)
    #expect(policy.end(isRepeatable: stop.isRepeatable, made: 1, now: 100, deadline: 300) == 300)
    let start = try request(.startWBRecord)
    #expect(policy.end(isRepeatable: start.isRepeatable, made: 0, now: 100, deadline: 300) == 300)
    let once = RetryPolicy(attemptLimit: 1)
    #expect(once.end(isRepeatable: stop.isRepeatable, made: 0, now: 100, deadline: 300) == 300)
  }

  @Test func repetitionsAreSpaced() {
    var spacing = RetrySpacing()
    #expect(
      [spacing.slot(1_000), spacing.slot(1_000), spacing.slot(1_005)] == [1_000, 1_010, 1_020])
    #expect(spacing.slot(2_000) == 2_000)
  }
}
