import Platform

/// A start as the core's tables have it: how its task is stopped, searched for and bounded.
public struct Start: Sendable {
  public let cloud: Int32
  public let action: Bytes
  public let stop: Bytes
  public let search: Bytes
  /// The cloud's own end of the task, in words.
  public let bound: Bytes
  public let doubt: Recording.Doubt
  fileprivate let stopFields, taskNames, searchFields, searchFrom, searchTo, list, page: Bytes
  fileprivate let stopped: Bytes
  fileprivate let searchSeconds: Int64
  fileprivate let idIsNumber: Bool
  fileprivate let boundField, boundUnit: Bytes
}

/// Reads and writes the JSON of fields and replies, by SQLite's functions for it: in memory, from
/// any thread.
@safe public final class Tasks: @unchecked Sendable {
  public let starts: [Start]
  private let lock = Lock()
  private let selects, setsID, bounds, ends, windows, finds, turns: Statement

  /// `operations` is crec_operations().
  public static func make(_ operations: Bytes) throws(StoreFailure) -> Tasks {
    let database = try Database.inMemory()
    let reads = try database.prepare(
      """
      SELECT o.value ->> 'cloud', o.value ->> 'action', o.value ->> '$.life.stop.action',
        o.value ->> '$.life.query.action', o.value ->> '$.life.bound.words',
        o.value -> '$.life.stop.fields', o.value -> '$.life.task', o.value -> '$.life.query.fields',
        o.value ->> '$.life.query.search.from', o.value ->> '$.life.query.search.to',
        o.value ->> '$.life.query.search.list', o.value ->> '$.life.query.search.seconds',
        (SELECT f.value ->> 'type' FROM json_each(?1) s, json_each(s.value, '$.fields') f
          WHERE s.value ->> 'action' = o.value ->> '$.life.stop.action'
            AND s.value ->> 'cloud' = o.value ->> 'cloud' AND f.value ->> 'name' = 'TaskId'),
        o.value ->> '$.life.bound.field', o.value ->> '$.life.bound.unit',
        o.value ->> '$.life.query.search.stopped', o.value ->> '$.life.query.search.page'
      FROM json_each(?1) o WHERE o.value ->> 'effect' = 'start'
      """)
    reads.bind(1, operations)
    var starts: [Start] = []
    while try reads.step() { starts.append(Start(reads)) }
    reads.reset()
    return try Tasks(
      starts,
      [
        // Those members of an object that a list names.
        database.prepare(
          """
          SELECT json_group_object(n.value, json_extract(?1, f.fullkey))
          FROM json_each(?2) n CROSS JOIN json_each(?1) f ON f.key = n.value
          """),
        database.prepare(
          """
          SELECT json_set(?1, '$.TaskId', CASE WHEN ?3 AND json_valid(?2) THEN json(?2) ELSE ?2 END)
          """),
        // The end that is wished, where none is given; China's clocks are eight hours ahead.
        database.prepare(
          """
          SELECT CASE WHEN json_type(?1, '$.' || ?2) IS NOT NULL THEN ?1
            WHEN ?3 = 'seconds' THEN json_set(?1, '$.' || ?2, ?5)
            WHEN ?3 = 'unix time' THEN json_set(?1, '$.' || ?2, ?4 + ?5)
            WHEN ?1 ->> 'Highlight' = 1 THEN ?1
            ELSE json_set(json_insert(?1, '$.StartTime', datetime(?4, 'unixepoch', '+8 hours')),
              '$.' || ?2, datetime(?4 + ?5, 'unixepoch', '+8 hours')) END
          """),
        // The end that is given, in unix seconds.
        database.prepare(
          """
          SELECT CASE ?3 WHEN 'seconds' THEN ?4 + (?1 ->> ?2) WHEN 'unix time' THEN ?1 ->> ?2
            ELSE unixepoch(?1 ->> ?2, '-8 hours') END
          """),
        database.prepare(
          """
          SELECT iif(?6 = '', q, json_set(q, '$.' || ?7, ?6))
          FROM (SELECT json_set(?1, '$.' || ?2, ?4, '$.' || ?3, ?4 + ?5) AS q)
          """),
        // The tasks of a search's reply that run and have all of the question's fields, the newest
        // first.
        database.prepare(
          """
          SELECT t.value ->> 'TaskId' FROM json_each(?1, '$.' || ?2) t
          WHERE NOT EXISTS (SELECT 1 FROM json_each(?3) q
              WHERE q.value IS NOT t.value ->> q.key)
            AND coalesce(t.value ->> ?5, 0) = 0
          ORDER BY t.value ->> ?4 DESC
          """),
        // A member of the object that has the list.
        database.prepare(
          "SELECT ?1 ->> ('$.' || rtrim(?2, replace(?2, '.', '')) || ?3)"),
      ])
  }

  private init(_ starts: [Start], _ all: [Statement]) {
    self.starts = starts
    (selects, setsID, bounds, ends) = (all[0], all[1], all[2], all[3])
    (windows, finds, turns) = (all[4], all[5], all[6])
  }

  /// A start's row before it is one. `fields` passed the core's checks.
  public func recording(
    name: Bytes, account: Bytes, _ start: Start, fields: Bytes
  ) throws(StoreFailure) -> Recording {
    var key = Bytes()
    if start.doubt == .stop {
      key = decimal(Int64(start.cloud)) + start.stop + (try selected(start.taskNames, of: fields))
    }
    return Recording(
      name: name, account: account, cloud: start.cloud, action: start.action,
      task: try selected(start.stopFields, of: fields),
      question: start.doubt == .ask ? try selected(start.searchFields, of: fields) : [],
      key: key, doubt: start.doubt)
  }

  /// `fields` with the cloud's own end, so many seconds after `now`, where it has one that is not
  /// given.
  public func bounded(
    _ fields: Bytes, _ start: Start, seconds: Int64, now: Int64
  ) throws(StoreFailure) -> Bytes {
    guard !start.boundField.isEmpty, seconds > 0 else { return fields }
    return try text(of: bounds) {
      $0.bind(1, fields)
      $0.bind(2, start.boundField)
      $0.bind(3, start.boundUnit)
      $0.bind(4, now)
      $0.bind(5, seconds)
    }
  }

  /// When the cloud ends a start's task by itself, in unix seconds; 0 if that is not known.
  public func end(of fields: Bytes, _ start: Start, now: Int64) throws(StoreFailure) -> Int64 {
    guard !start.boundField.isEmpty else { return 0 }
    return try lock.withLock { () throws(StoreFailure) in
      ends.bind(1, fields)
      ends.bind(2, start.boundField)
      ends.bind(3, start.boundUnit)
      ends.bind(4, now)
      defer { ends.reset() }
      return try ends.step() ? min(max(0, ends.number(0)), 1 << 40) : 0
    }
  }

  /// A task with the id that the cloud gave it; as it is where the caller chose that.
  public func task(_ task: Bytes, _ start: Start, id: Bytes) throws(StoreFailure) -> Bytes {
    if start.doubt == .stop || id.isEmpty { return task }
    return try text(of: setsID) {
      $0.bind(1, task)
      $0.bind(2, id)
      $0.bind(3, start.idIsNumber ? 1 : 0)
    }
  }

  /// The fields of a search for a recording's task, from a page on. `clockOffset` is in seconds,
  /// of the cloud's clock; one that is not known to be behind it must not miss the task.
  public func question(
    _ recording: Recording, _ start: Start, clockOffset: Int64, page: Bytes
  ) throws(StoreFailure) -> Bytes {
    try text(of: windows) {
      $0.bind(1, recording.question)
      $0.bind(2, start.searchFrom)
      $0.bind(3, start.searchTo)
      $0.bind(4, recording.startedAt / 1_000 + clockOffset - 300)
      $0.bind(5, start.searchSeconds)
      $0.bind(6, page)
      $0.bind(7, start.page)
    }
  }

  /// The page behind a search's reply; empty for none.
  public func page(after reply: Bytes, _ start: Start) throws(StoreFailure) -> Bytes {
    try text(of: turns) {
      $0.bind(1, reply)
      $0.bind(2, start.list)
      $0.bind(3, start.page)
    }
  }

  /// The ids of the tasks in a search's reply that may be the recording's.
  public func found(
    _ recording: Recording, _ start: Start, in reply: Bytes
  ) throws(StoreFailure) -> [Bytes] {
    try lock.withLock { () throws(StoreFailure) in
      finds.bind(1, reply)
      finds.bind(2, start.list)
      finds.bind(3, recording.question)
      finds.bind(4, start.searchFrom)
      finds.bind(5, start.stopped)
      defer { finds.reset() }
      var ids: [Bytes] = []
      while try finds.step() { ids.append(finds.text(0)) }
      return ids
    }
  }

  public func start(of recording: Recording) -> Start? {
    starts.first { $0.cloud == recording.cloud && $0.action == recording.action }
  }

  private func selected(_ names: Bytes, of fields: Bytes) throws(StoreFailure) -> Bytes {
    try text(of: selects) {
      $0.bind(1, fields)
      $0.bind(2, names)
    }
  }

  private func text(
    of statement: Statement, _ bind: (Statement) -> Void
  ) throws(StoreFailure) -> Bytes {
    try lock.withLock { () throws(StoreFailure) in
      bind(statement)
      defer { statement.reset() }
      return try statement.step() ? statement.text(0) : []
    }
  }
}

extension Start {
  fileprivate init(_ row: Statement) {
    cloud = Int32(truncatingIfNeeded: row.number(0))
    action = row.text(1)
    stop = row.text(2)
    search = row.text(3)
    bound = row.text(4)
    stopFields = row.text(5)
    taskNames = row.text(6)
    searchFields = row.text(7)
    searchFrom = row.text(8)
    searchTo = row.text(9)
    list = row.text(10)
    searchSeconds = row.number(11)
    idIsNumber = row.text(12) == Bytes("number")
    boundField = row.text(13)
    boundUnit = row.text(14)
    stopped = row.text(15)
    page = row.text(16)
    doubt = taskNames.count > 2 ? .stop : list.isEmpty ? .none : .ask
  }
}
