import Testing

@testable import Engine

@Suite struct DeadlinesTests {
  /// Set, brought forward and removed at random, beside a plain list of the same.
  @Test func theyComeInOrder() {
    var random = SplitMix(seed: 1)
    var calls = Slots(vacant: ScheduledCall())
    let ids = (0..<50).map { _ in calls.add(ScheduledCall()) }
    for _ in 0..<300 {
      var deadlines = Deadlines()
      var times: [Int: Int64] = [:]
      for _ in 0..<150 {
        let id = ids.randomElement(using: &random)!
        let time = Int64.random(in: 0..<1_000, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
          deadlines.remove(id, &calls)
          times[id] = nil
        case 1:
          deadlines.bring(id, forwardTo: time, &calls)
          times[id] = times[id].map { min($0, time) }
        default:
          deadlines.set(id, at: time, &calls)
          times[id] = time
        }
        #expect(deadlines.next == times.values.min())
      }
      while let id = deadlines.popDue(.max, &calls) {
        let time = times.removeValue(forKey: id)
        #expect(times.values.allSatisfy { $0 >= time ?? .max })
      }
      #expect(times.isEmpty)
    }
  }
}
