import Testing

@testable import Ledger

/// Every state with every event.
struct MachineTests {
  static let events: [(name: String, event: Event)] = [
    ("start", .start(World.recording())), ("stop", .stop), ("forget", .forget),
    ("started", .started(task: Bytes("{\"TaskId\":1}"))),
    ("not started", .notStarted(World.problem)),
    ("start in doubt", .startInDoubt(World.problem)),
    ("found", .found(task: Bytes("{\"TaskId\":1}"))), ("not found", .notFound),
    ("not asked", .notAsked(World.problem)), ("stopped", .stopped(foundSomething: true)),
    ("nothing to stop", .stopped(foundSomething: false)),
    ("not stopped", .notStopped(World.problem)), ("not sent", .notSent(World.problem)),
    ("due", .due), ("orphaned", .orphaned(.kept)), ("to be stopped", .orphaned(.stopped)),
    ("taken over", .orphaned(.takenOver)),
  ]

  /// The state that follows, and what is sent; for all that is not here nothing happens.
  static let table: [Recording.State: [String: (Recording.State?, Sending)]] = [
    .starting: [
      "started": (.running, .nothing), "found": (.running, .nothing),
      "not started": (.failed, .nothing), "start in doubt": (.stopping, .stop),
      "orphaned": (.stopping, .stop), "to be stopped": (.stopping, .stop),
      "taken over": (.stopping, .stop),
    ],
    .running: ["stop": (.stopping, .stop), "to be stopped": (.stopping, .stop)],
    .stopping: [
      "stopped": (.stopped, .nothing), "nothing to stop": (.stopped, .nothing),
      "due": (.stopping, .stop), "orphaned": (.stopping, .stop),
      "to be stopped": (.stopping, .stop), "taken over": (.stopping, .stop),
    ],
    .stopped: ["start": (.starting, .start), "forget": (nil, .nothing)],
    .failed: ["start": (.starting, .start), "forget": (nil, .nothing)],
    .doubtful: ["forget": (nil, .nothing)],
    .abandoned: [
      "start": (.stopping, .stop), "stop": (.stopping, .stop), "forget": (nil, .nothing),
    ],
  ]

  @Test func everyPair() {
    for state in Recording.State.allCases {
      for (name, event) in Self.events {
        let known = World.recording(in: state)
        let made = step(known, event, seenBy: World.observer())
        let (next, sending) = Self.table[state]?[name] ?? (state, .nothing)
        #expect(made.recording?.state == next, "\(state), \(name)")
        #expect(made.sending == sending, "\(state), \(name)")
      }
    }
  }

  @Test func anUnknownNameIsOnlyStarted() {
    for (name, event) in Self.events {
      let made = step(nil, event, seenBy: World.observer())
      #expect(made.recording?.state == (name == "start" ? .starting : nil), "\(name)")
    }
  }

  @Test func nothingIsSentByOneWhoCannot() {
    for state in Recording.State.allCases {
      for (name, event) in Self.events where name != "start" {
        let observer = World.observer { $0.canSend = false }
        let made = step(World.recording(in: state), event, seenBy: observer)
        #expect(made.sending == .nothing, "\(state), \(name)")
        #expect(made.recording?.isStopSent != true || state == .stopping, "\(state), \(name)")
      }
    }
  }
}

struct StoryTests {
  @Test func aStopThatWasNotSentIsWithdrawn() {
    let away = World.observer { $0.canSend = false }
    var it = step(World.recording(in: .running), .stop, seenBy: away).recording
    #expect(it?.state == .stopping)
    let made = step(it, .start(World.recording()), seenBy: World.observer())
    it = made.recording
    #expect(it?.state == .running && it?.isStopWanted == false)
    #expect(made.answer == .alreadyRuns && made.sending == .nothing)
  }

  @Test func aStopThatWasSentIsSettledBeforeTheNextStart() {
    let it = step(World.recording(in: .running), .stop, seenBy: World.observer()).recording
    let made = step(it, .start(World.recording()), seenBy: World.observer())
    #expect(made.recording?.state == .stopping && made.answer == .later)
  }

  @Test func aStopDuringTheStartFollowsIt() {
    var it = step(World.recording(in: .starting), .stop, seenBy: World.observer()).recording
    #expect(it?.state == .starting)
    let made = step(it, .started(task: []), seenBy: World.observer())
    it = made.recording
    #expect(it?.state == .stopping && made.sending == .stop)
  }

  @Test func aStartDuringTheStartWithdrawsTheStop() {
    var it = step(World.recording(in: .starting), .stop, seenBy: World.observer()).recording
    it = step(it, .start(World.recording()), seenBy: World.observer()).recording
    #expect(step(it, .started(task: []), seenBy: World.observer()).recording?.state == .running)
  }

  @Test func aStartInDoubtIsNeverMadeAgain() {
    for (doubt, sending) in [
      (Recording.Doubt.stop, Sending.stop), (.ask, .search), (.none, .nothing),
    ] {
      var it = World.recording(in: .starting)
      it.doubt = doubt
      let made = step(it, .startInDoubt(World.problem), seenBy: World.observer())
      #expect(made.sending == sending)
      #expect(made.recording?.isInDoubt == true)
    }
  }

  /// The start may arrive after a stop that found nothing.
  @Test func aStopOfAStartInDoubtIsMadeAgain() {
    var it = step(
      World.recording(in: .starting), .startInDoubt(World.problem), seenBy: World.observer()
    )
    .recording
    it = step(it, .stopped(foundSomething: false), seenBy: World.observer()).recording
    #expect(it?.state == .stopping && it?.nextAt == World.now + quietTime)
    let later = World.observer {
      $0.now += quietTime
      $0.clock += quietTime
    }
    it = step(it, .due, seenBy: later).recording
    #expect(step(it, .stopped(foundSomething: false), seenBy: later).recording?.state == .stopped)
  }

  /// A stop that was given up may still arrive, and would end the new one of the same id.
  @Test func theSameTaskWaitsForALateStop() {
    var it = step(
      World.recording(in: .stopping), .notStopped(World.problem), seenBy: World.observer()
    )
    .recording
    it = step(it, .stopped(foundSomething: true), seenBy: World.observer()).recording
    let again = Event.start(World.recording())
    #expect(step(it, again, seenBy: World.observer()).answer == .later)
    #expect(step(it, .forget, seenBy: World.observer()).answer == .later)
    let later = World.observer {
      $0.now += quietTime
      $0.clock += quietTime
    }
    #expect(step(it, again, seenBy: later).sending == .start)
    #expect(step(it, .forget, seenBy: later).answer == .removed)
    var other = World.recording()
    other.key = Bytes("another task")
    #expect(step(it, .start(other), seenBy: World.observer()).sending == .start)
  }

  @Test func aPauseEndsForWhoeverIsAskedToStop() {
    let it = step(
      World.recording(in: .stopping), .notStopped(World.problem), seenBy: World.observer()
    ).recording
    let made = step(it, .stop, seenBy: World.observer())
    #expect(made.sending == .stop && made.recording?.owner == World.owner)
    let away = step(it, .stop, seenBy: World.observer { $0.canSend = false })
    #expect(away.sending == .nothing && away.recording?.owner == it?.owner)
    let underWay = step(World.recording(in: .stopping), .stop, seenBy: World.observer())
    #expect(underWay.sending == .nothing)
  }

  @Test func whatTheCloudHasEndedIsStoppedAndStartedAnew() {
    var it = World.recording(in: .running)
    it.endsAt = World.now - 59_999
    let again = Event.start(World.recording())
    #expect(step(it, again, seenBy: World.observer()).answer == .alreadyRuns)
    it.endsAt = World.now - 60_000
    let made = step(it, again, seenBy: World.observer())
    #expect(made.answer == .later && made.sending == .stop)
    let ended = step(
      made.recording, .stopped(foundSomething: false), seenBy: World.observer()
    ).recording
    #expect(step(ended, again, seenBy: World.observer()).sending == .start)
  }

  @Test func pausesGrowAndTheLimitEndsThem() {
    var it: Recording? = World.recording(in: .stopping)
    var pauses: [Int64] = []
    while it?.state == .stopping {
      it = step(it, .notStopped(World.problem), seenBy: World.observer()).recording
      if let next = it?.nextAt, next > 0 { pauses.append(next - World.now) }
    }
    #expect(it?.state == .abandoned)
    #expect(pauses.prefix(4) == [2_000, 4_000, 8_000, 16_000])
    #expect(pauses.max() == longestPause)
    #expect(it?.waited ?? 0 >= 86_400_000)
  }

  /// Most of many stops wait for their turn longer than a call may take.
  @Test func aStopWhoseTurnDidNotComeIsNoAttempt() {
    var it: Recording? = World.recording(in: .stopping)
    for _ in 0..<100 {
      it = step(it, .notSent(World.problem), seenBy: World.observer()).recording
      #expect(it?.nextAt == World.now + 1_000)
    }
    #expect(it?.state == .stopping && it?.attempts == 0 && it?.quietUntil == 0)
  }

  /// A clock that is set back by hours must not make a stop wait for them.
  @Test func aClockThatJumps() {
    var it = World.recording(in: .stopping)
    it.nextAt = World.now + 1_000
    #expect(!it.isDue(at: World.now))
    #expect(it.isDue(at: World.now + 1_000))
    #expect(it.isDue(at: World.now - 7_200_000))
  }

  @Test func searchesThatFindNothingEnd() {
    var it: Recording? = World.recording(in: .starting)
    it?.doubt = .ask
    it = step(it, .startInDoubt(World.problem), seenBy: World.observer()).recording
    // They are all made before a late start could have arrived.
    for _ in 0..<searchLimit {
      it = step(it, .notFound, seenBy: World.observer()).recording
      #expect(it?.state == .starting)
      it = step(it, .due, seenBy: World.observer()).recording
    }
    let later = World.observer { $0.clock += quietTime }
    it = step(it, .due, seenBy: later).recording
    #expect(step(it, .notFound, seenBy: later).recording?.state == .failed)
  }

  /// Every process of a crowd searches for an orphan: that is one search.
  @Test func searchesOfACrowdAreOne() {
    for event in [Event.notFound, .notAsked(World.problem)] {
      var it: Recording? = World.recording(in: .starting)
      it?.doubt = .ask
      it = step(it, .startInDoubt(World.problem), seenBy: World.observer()).recording
      let first = step(it, event, seenBy: World.observer()).recording
      #expect(first?.nextAt ?? 0 > World.now)
      #expect(step(first, event, seenBy: World.observer()).recording == first)
    }
  }

  /// It is still to be stopped, or kept, as its owner has chosen.
  @Test func anOrphanThatIsSearchedForStaysOne() {
    let observer = World.observer { $0.isOrphan = true }
    var it = World.recording(in: .starting)
    it.doubt = .ask
    let made = step(it, .orphaned(.kept), seenBy: observer)
    #expect(made.sending == .search && made.recording?.owner == it.owner)
    let found = step(made.recording, .found(task: Bytes("{}")), seenBy: observer).recording
    #expect(found?.state == .running && found?.owner == it.owner)
  }

  @Test func anotherProcessOfItsHostTakesOver() {
    let observer = World.observer { $0.isOrphan = true }
    let made = step(World.recording(in: .running), .orphaned(.takenOver), seenBy: observer)
    #expect(made.recording?.state == .running && made.recording?.owner == World.owner)
  }

  @Test func aStopThatMayArriveAfterAnotherOneHoldsUpTheNextStart() {
    let stopped = World.recording(in: .stopped)
    let it = step(stopped, .notStopped(World.problem), seenBy: World.observer()).recording
    let made = step(it, .start(World.recording()), seenBy: World.observer())
    #expect(made.recording?.state == .stopped && made.answer == .later)
    let later = World.observer { $0.clock += quietTime }
    #expect(step(it, .start(World.recording()), seenBy: later).sending == .start)
  }

  @Test func anOlderOwnerGivesWay() {
    let observer = World.observer { $0.isOrphan = true }
    let made = step(World.recording(in: .running), .start(World.recording()), seenBy: observer)
    #expect(made.recording?.owner == World.owner && made.answer == .alreadyRuns)
  }
}

enum World {
  static let now: Int64 = 1_800_000_000_000
  static let clock: Int64 = 5_000_000
  static let owner: Int64 = 7
  static let problem = Problem(status: 15, message: Bytes("too late"))

  static func observer(_ change: (inout Observer) -> Void = { _ in }) -> Observer {
    var observer = Observer(
      now: now, clock: clock, owner: owner, canSend: true, isOrphan: false, limit: 86_400_000)
    change(&observer)
    return observer
  }

  static func recording(in state: Recording.State = .starting) -> Recording {
    var it = Recording(
      name: Bytes("room"), account: Bytes("account"), cloud: 1, action: Bytes("StartWBRecord"),
      task: Bytes("{}"), question: [], key: Bytes("the task"), doubt: .stop)
    it.state = state
    it.owner = 3
    it.generation = 4
    it.isStopWanted = state == .stopping
    it.isStopSent = state == .stopping
    return it
  }
}
