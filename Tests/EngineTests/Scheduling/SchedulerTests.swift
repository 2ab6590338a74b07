import Testing

@testable import Engine

/// Short stories: events, and the actions that follow.
@Suite struct SchedulerTests {
  private let world = World()

  // MARK: - Order

  @Test func aStopWaitsForItsStart() throws {
    let lane = try world.lane()
    let start = world.accept(.start, on: lane)
    let stop = world.accept(.stop, on: lane)
    #expect(world.takeDone() == ["send 1 to 0 afresh"])
    world.write(start)
    world.end(start, .ok)
    #expect(world.takeDone() == ["deliver 1: ok", "send 2 to 0"])
    world.end(stop, .ok)
    #expect(world.takeDone() == ["deliver 2: ok"])
    #expect(world.scheduler.nextTime == nil)
  }

  @Test func nothingElseWaits() throws {
    let lane = try world.lane()
    world.accept(.start, "A", on: lane)
    world.accept(.stop, "B", on: lane)
    world.accept(.query, "A", on: lane)
    world.accept(.start, "A", on: lane)
    world.accept(.start, nil, on: lane)
    world.accept(.stop, nil, on: lane)
    #expect(world.takeDone().count == 6)
  }

  @Test func aStopWaitsForEveryStartBeforeIt() throws {
    let lane = try world.lane()
    let first = world.accept(.start, on: lane)
    let second = world.accept(.start, on: lane)
    world.accept(.stop, on: lane)
    let third = world.accept(.start, on: lane)
    _ = world.takeDone()
    world.end(second, .ok)
    world.end(third, .ok)
    #expect(world.takeDone() == ["deliver 2: ok", "deliver 4: ok"])
    world.end(first, .ok)
    #expect(world.takeDone() == ["deliver 1: ok", "send 3 to 0"])
  }

  // MARK: - Overtaking

  @Test func aStopWaitsForHalfOfItsTime() throws {
    let lane = try world.lane()
    let start = world.accept(.start, on: lane)
    let stop = world.accept(.stop, on: lane, timeout: 4_000)
    world.write(start)
    _ = world.takeDone()
    world.advance(by: 1_999)
    #expect(world.takeDone() == [])
    world.advance(by: 1)
    #expect(world.takeDone() == ["send 2 to 0"])
    world.end(stop, .ok)
    #expect(world.outcomes[stop]?.startWasOpen == true)
    world.end(start, .throttled, mayHaveBeenApplied: false)
    #expect(world.takeDone() == ["deliver 2: ok", "deliver 1: throttled"])
  }

  @Test func thatAStartWasOpenStaysToldOfAStopThatIsRetried() throws {
    let lane = try world.lane()
    let start = world.accept(.start, on: lane)
    let stop = world.accept(.stop, on: lane, timeout: 4_000)
    world.write(start)
    world.advance(by: 2_000)
    world.end(start, .network, mayHaveBeenApplied: true)
    world.end(stop, .network, mayHaveBeenApplied: true)
    world.advance(by: 100)
    world.advance(by: 10)
    world.end(stop, .ok)
    #expect(world.outcomes[stop]?.attempts == 2)
    #expect(world.outcomes[stop]?.startWasOpen == true)
  }

  @Test func everyStartThatTheCloudCannotKnowEnds() throws {
    let lane = try world.lane { $0.connectionLimit = 2 }
    let hanging = world.accept(.start, on: lane, timeout: 60_000)
    world.accept(.start, on: lane, timeout: 60_000)
    world.accept(.stop, on: lane)
    world.write(hanging)
    _ = world.takeDone()
    world.advance(by: 4_500)
    #expect(world.takeDone() == ["deliver 2: cancelled", "send 3 to 0"])
  }

  @Test func aStopOfStartsThatWereNeverSentIsSettledWithoutACall() throws {
    let lane = try world.lane { $0.connectionLimit = 2 }
    world.write(world.accept(.start, "B", on: lane))
    world.accept(.start, "A", on: lane)
    let stop = world.accept(.stop, "A", on: lane)
    _ = world.takeDone()
    world.close(lane, in: 1_000)
    #expect(world.takeDone() == ["deliver 2: cancelled", "deliver 3: alreadyStopped"])
    #expect(world.outcomes[stop]?.attempts == 0)
  }

  @Test func aStopIsMadeWhereAnyStartOfItsTaskWasSent() throws {
    let lane = try world.lane { $0.connectionLimit = 2 }
    world.end(world.accept(.start, "A", on: lane), .ok)
    world.write(world.accept(.start, "B", on: lane))
    world.accept(.start, "A", on: lane)
    world.accept(.stop, "A", on: lane)
    _ = world.takeDone()
    world.close(lane, in: 1_000)
    #expect(world.takeDone() == ["deliver 3: cancelled", "send 4 to 0"])
  }

  // MARK: - Connections and rate limits

  @Test func stopsHaveAConnectionOfTheirOwn() throws {
    let lane = try world.lane { $0.connectionLimit = 2 }
    world.accept(.query, on: lane)
    world.accept(.query, on: lane)
    world.accept(.query, on: lane)
    world.accept(.stop, on: lane)
    #expect(world.takeDone() == ["send 1 to 0", "send 4 to 0"])
    world.end(1, .ok)
    #expect(world.takeDone() == ["deliver 1: ok", "send 2 to 0"])
  }

  @Test func aRateLimitHoldsBackItsActionOnly() throws {
    let lane = try world.lane { $0.pacing = Pacing.wait.rawValue }
    world.accept(.query, on: lane, rate: 1)
    world.accept(.query, on: lane, rate: 1)
    world.accept(.stop, on: lane)
    #expect(world.takeDone() == ["send 1 to 0", "send 3 to 0"])
    let time = try #require(world.scheduler.nextTime)
    world.advance(by: time - world.now)
    #expect(world.takeDone() == ["send 2 to 0"])
  }

  @Test func aStartIsNotSentInTheLastThirdOfItsTime() throws {
    let lane = try world.lane { $0.connectionLimit = 1 }
    world.accept(.query, on: lane)
    world.accept(.start, on: lane, timeout: 3_000)
    _ = world.takeDone()
    world.advance(by: 2_000)
    #expect(world.takeDone() == ["deliver 2: timeout"])
  }

  // MARK: - Retries

  @Test func whatCertainlyWasNotDoneIsRetried() throws {
    let lane = try world.lane()
    world.accept(.start, on: lane)
    world.end(1, .unavailable, mayHaveBeenApplied: false)
    #expect(world.takeDone() == ["send 1 to 0 afresh"])
    world.advance(by: 100)
    world.advance(by: 10)
    #expect(world.takeDone() == ["send 1 to 0 afresh"])
    world.end(1, .ok)
    #expect(world.outcomes[1]?.attempts == 2)
  }

  @Test func aStartInDoubtIsNot() throws {
    let lane = try world.lane()
    world.accept(.start, on: lane)
    world.write(1)
    world.end(1, .network, mayHaveBeenApplied: true)
    #expect(world.takeDone() == ["send 1 to 0 afresh", "deliver 1: network, in doubt"])
  }

  @Test func aStopInDoubtStaysSo() throws {
    let lane = try world.lane()
    world.accept(.stop, on: lane)
    world.end(1, .network, mayHaveBeenApplied: true)
    world.advance(by: 100)
    world.advance(by: 10)
    world.end(1, .alreadyStopped, mayHaveBeenApplied: false)
    #expect(
      world.takeDone() == [
        "send 1 to 0", "send 1 to 0 afresh", "deliver 1: alreadyStopped, in doubt",
      ])
  }

  @Test func aStopThatHangsIsMadeAgainAfterHalfOfItsTime() throws {
    let lane = try world.lane()
    world.accept(.stop, on: lane, timeout: 4_000)
    world.write(1)
    world.advance(by: 2_000)
    #expect(world.takeDone() == ["send 1 to 0", "break off 1"])
    world.advance(by: 100)
    world.advance(by: 10)
    #expect(world.takeDone() == ["send 1 to 0 afresh"])
    world.advance(by: 1_890)
    #expect(world.takeDone() == ["break off 1", "deliver 1: timeout, in doubt"])
  }

  // MARK: - Look-ups and routes

  @Test func aNameIsLookedUpOnceForAll() throws {
    let lane = try world.lane { $0.endpoint = nil }
    world.accept(.query, on: lane)
    world.accept(.query, on: lane)
    #expect(world.takeDone() == ["look up 0"])
    world.answer(lane, until: world.now + 60_000)
    #expect(world.takeDone() == ["send 1 to 0", "send 2 to 0"])
    world.now += 60_000
    world.accept(.query, on: lane)
    #expect(world.takeDone() == ["look up 0"])
  }

  @Test func nobodyWaitsForAnAnswerThatNobodyNeeds() throws {
    let lane = try world.lane { $0.endpoint = nil }
    world.accept(.query, on: lane)
    world.cancel(1)
    #expect(world.takeDone() == ["look up 0", "leave look-up", "deliver 1: cancelled"])
  }

  @Test func whereNobodyIsFoundTheNextRouteIsTaken() throws {
    let lane = try world.lane {
      $0.endpoint = nil
      $0.usesOtherDomains = true
    }
    world.accept(.start, on: lane)
    world.answer(lane, until: world.now + 60_000)
    world.end(1, .network, mayHaveBeenApplied: false)
    world.advance(by: 0)
    world.advance(by: 0)
    #expect(
      world.takeDone() == [
        "look up 0", "send 1 to 0 afresh", "forget addresses of 0", "look up 1",
      ])
    world.answer(lane, until: world.now + 60_000)
    #expect(world.takeDone() == ["send 1 to 1 afresh"])
  }

  @Test func aHostThatWasReachedTooLateIsNoReasonToMove() throws {
    let lane = try world.lane {
      $0.endpoint = nil
      $0.usesOtherDomains = true
    }
    world.accept(.stop, on: lane)
    world.answer(lane, until: world.now + 60_000)
    _ = world.takeDone()
    var late = Outcome.timedOut(wasSent: false, while: Bytes("it connected"))
    late.isConnected = true
    world.end(1, late)
    world.advance(by: 100)
    world.advance(by: 10)
    #expect(world.takeDone() == ["send 1 to 0 afresh"])
  }

  // MARK: - The end

  @Test func aCloseLeavesNoCallMoreTime() throws {
    let lane = try world.lane()
    world.accept(.stop, on: lane, timeout: 600_000)
    world.write(1)
    world.close(lane, in: 4_000)
    world.advance(by: 2_000)
    #expect(world.takeDone() == ["send 1 to 0", "break off 1"])
    world.advance(by: 2_000)
    #expect(world.takeDone() == ["deliver 1: cancelled, in doubt"])
  }

  @Test func aCallThatIsCancelledEndsOnce() throws {
    let lane = try world.lane()
    world.accept(.query, on: lane)
    world.write(1)
    world.cancel(1)
    world.cancel(1)
    world.end(1, .ok)
    #expect(
      world.takeDone() == ["send 1 to 0", "break off 1", "deliver 1: cancelled, in doubt"])
  }
}
