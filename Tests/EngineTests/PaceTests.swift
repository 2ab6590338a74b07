import Testing

@testable import Engine

@Suite struct PaceTests {
  /// When calls go that all wait from the start, in milliseconds.
  private func times(_ count: Int, rate: Int64, from start: Int64 = 5_000) -> [Int64] {
    var pace = Pace(rate: rate)
    var now = start
    return (0..<count).map { _ in
      now += pace.wait(at: now)
      pace.count(at: now)
      return now
    }
  }

  @Test func noSecondHoldsMoreThanTheRate() {
    for rate: Int64 in [1, 2, 3, 10, 50, 150, 200, 1_000, 100_000] {
      let times = times(Int(rate) * 3, rate: rate)
      for (first, last) in zip(times, times.dropFirst(Int(rate))) {
        #expect(last - first >= 1_000, "\(rate)")
      }
    }
  }

  @Test func atLeastFourFifthsOfTheRateAreUsed() {
    for rate: Int64 in [10, 50, 150, 200, 1_000, 100_000] {
      let times = times(Int(rate) * 4, rate: rate)
      #expect(times[times.count - 1] - times[0] < 5_000, "\(rate)")
    }
  }

  @Test func atMostATenthOfASecondsCallsGoAtOnce() {
    for rate: Int64 in [10, 50, 150, 200, 1_000] {
      let atOnce = times(Int(rate), rate: rate).filter { $0 == 5_000 }.count
      #expect((1...max(1, Int(rate) / 10)).contains(atOnce), "\(rate)")
    }
  }

  @Test func whatWasNotUsedIsNotMadeUpFor() {
    var pace = Pace(rate: 10)
    pace.count(at: 0)
    pace.count(at: 60_000)
    #expect(pace.wait(at: 60_000) == 112)
  }

  @Test func aThrottledAnswerHalvesThePaceForAWhile() {
    var pace = Pace(rate: 10)
    pace.slow(at: 1_000)
    pace.count(at: 1_000)
    #expect(pace.wait(at: 1_000) == 223)
    pace.count(at: 5_999)
    #expect(pace.wait(at: 5_999) == 223)
    pace.count(at: 7_000)
    #expect(pace.wait(at: 7_000) == 112)
  }

  @Test func aThrottledAnswerEmptiesTheBucket() {
    var pace = Pace(rate: 200)
    #expect(pace.wait(at: 1_000) == 0)
    pace.slow(at: 1_000)
    pace.count(at: 1_000)
    #expect(pace.wait(at: 1_000) == 12)
  }
}
