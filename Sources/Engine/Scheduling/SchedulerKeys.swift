/// The keys of lanes: asked for, fetched, refused.
extension Scheduler {
  /// The lane has a key, which is good until a time, and is renewed from a time on; nil for ever.
  public mutating func keyFetched(_ lane: LaneID, until end: Int64?, renewal: Int64?) {
    lanes[lane].key.learn(until: end, renewal: renewal)
    makeReady(lane)
  }

  public mutating func keyFailed(_ lane: LaneID, _ outcome: Outcome, at now: Int64) {
    lanes[lane].key.fail(outcome, now)
    makeReady(lane)
  }

  /// The caller gave a key, and no other one is asked for any more.
  public mutating func keyGiven(_ lane: LaneID) {
    lanes[lane].key = LaneKey(isGiven: true)
    makeReady(lane)
  }

  /// Somebody wants a key who makes no call.
  public mutating func wantKey(_ lane: LaneID, at now: Int64) {
    if lanes[lane].key.use(now).asks { fetchKey(lane) }
  }

  /// False if the calls of a lane have to wait for a key, or have ended for want of one.
  mutating func hasKey(_ lane: LaneID, _ now: Int64) -> Bool {
    let (use, asks) = lanes[lane].key.use(now)
    if asks { fetchKey(lane) }
    switch use {
    case .signs:
      return true
    case .waits(let end):
      let waiting = end == nil ? [] : lanes[lane].waiting(calls)
      for id in waiting { deadlines.set(id, at: min(end ?? .max, calls[id].end), &calls) }
    case .fails(let outcome):
      for id in lanes[lane].waiting(calls) { post(.refused(outcome), to: id) }
      settle(now)
    }
    return false
  }

  private mutating func fetchKey(_ lane: LaneID) {
    act(.fetchKey(lane, isRefused: lanes[lane].key.isRefused))
  }
}
