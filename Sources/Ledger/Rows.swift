/// A recording as a row, its columns in the order of the table.
extension Recording {
  /// The row that a statement stands on; nil if a number in it is none of ours.
  init?(_ row: Statement) {
    guard let state = State(rawValue: Int32(truncatingIfNeeded: row.number(8))),
      let doubt = Doubt(rawValue: Int32(truncatingIfNeeded: row.number(7)))
    else { return nil }
    self.init(
      name: row.text(0), account: row.text(1), cloud: Int32(truncatingIfNeeded: row.number(2)),
      action: row.text(3), task: row.text(4), question: row.text(5), key: row.text(6), doubt: doubt)
    self.state = state
    owner = row.number(9)
    generation = row.number(10)
    version = row.number(11)
    isStopWanted = row.number(12) != 0
    isStopSent = row.number(13) != 0
    isInDoubt = row.number(14) != 0
    isEarly = row.number(15) != 0
    // Of any contents: nothing that is computed from them may overflow.
    func bounded(_ column: Int32) -> Int64 { min(max(row.number(column), 0), 1 << 50) }
    attempts = bounded(16)
    waited = bounded(17)
    startedAt = bounded(18)
    changedAt = bounded(19)
    nextAt = bounded(20)
    quietUntil = bounded(21)
    status = Int32(truncatingIfNeeded: row.number(22))
    problem = row.text(23)
    place = row.text(24)
    endsAt = bounded(25)
    guard generation < 1 << 60, version < 1 << 60, generation >= 0, version >= 0 else { return nil }
  }

  func bind(to row: Statement) {
    let texts = [(1, name), (2, account), (4, action), (5, task), (6, question), (7, key)]
    for (column, text) in texts { row.bind(Int32(column), text) }
    let numbers: [Int64] = [
      Int64(doubt.rawValue), Int64(state.rawValue), owner, generation, version + 1,
      isStopWanted ? 1 : 0, isStopSent ? 1 : 0, isInDoubt ? 1 : 0, isEarly ? 1 : 0, attempts,
      waited,
      startedAt,
      changedAt, nextAt, quietUntil, Int64(status),
    ]
    row.bind(3, Int64(cloud))
    for (index, number) in numbers.enumerated() { row.bind(Int32(index + 8), number) }
    row.bind(24, problem)
    row.bind(25, place)
    row.bind(26, endsAt)
  }
}
