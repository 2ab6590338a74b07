import Testing

@testable import Ledger

/// The own recordings that a journal keeps in memory.
struct JournalTests {
  private let disk = SimulatedFile.Disk()

  @Test func whatAnotherProcessHasTakenOverIsForgotten() throws {
    let (one, other) = (journal(1), journal(2))
    put(World.recording(in: .running), by: 1, in: one)
    #expect(one.ownOpen.count == 1)
    other.begin()
    var taken = try #require(other.recording(Bytes("room")))
    taken.owner = 2
    taken.state = .stopping
    #expect(other.put(taken, isOwn: true))
    #expect(other.commit() == nil)
    one.begin()
    one.refresh()
    #expect(one.ownOpen.isEmpty && one.commit() == nil)
    #expect(other.ownOpen.count == 1 && other.restless == 1)
  }

  @Test func whatOthersHaveOvertakenIsNotDue() throws {
    let (one, other) = (journal(1), journal(2))
    put(World.recording(in: .running), by: 1, in: one)
    disk.isFull = true
    one.begin()
    var due = try #require(one.recording(Bytes("room")))
    due.state = .stopping
    due.nextAt = World.now
    #expect(one.put(due, isOwn: true) && one.commit() != nil)
    one.begin()
    #expect(one.commit() != nil && one.due(at: World.now).count == 1)
    disk.isFull = false
    other.begin()
    var taken = try #require(other.recording(Bytes("room")))
    taken.owner = 2
    taken.state = .stopping
    #expect(other.put(taken, isOwn: true) && other.commit() == nil)
    one.begin()
    #expect(one.due(at: World.now).isEmpty)
  }

  @Test func theyAreSortedAndCounted() {
    var own = OwnRecordings()
    for name in ["b", "c", "a", "b"] {
      var it = World.recording(in: name == "c" ? .running : .starting)
      it.name = Bytes(name.utf8)
      own.put(it)
    }
    #expect(own.all.map { String(decoding: $0.name, as: UTF8.self) } == ["a", "b", "c"])
    #expect(own.restless == 2)
    own.remove(Bytes("b"))
    own.remove(Bytes("none"))
    #expect(own.restless == 1 && own[Bytes("b")] == nil && own[Bytes("c")] != nil)
  }

  private func journal(_ owner: Int64) -> Journal<SimulatedFile> {
    Journal(SimulatedFile(disk), owner: owner)
  }

  private func put(_ recording: Recording, by owner: Int64, in journal: Journal<SimulatedFile>) {
    var own = recording
    own.owner = owner
    journal.begin()
    #expect(journal.put(own, isOwn: true))
    #expect(journal.commit() == nil)
  }
}
