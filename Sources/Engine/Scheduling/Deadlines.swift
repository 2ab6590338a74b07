/// When each call next wants to be looked at: a binary heap, each call in it once.
struct Deadlines {
  private var heap: [(time: Int64, id: Int)] = []

  var next: Int64? { heap.first?.time }

  /// A new time replaces the call's old one.
  mutating func set(_ id: Int, at time: Int64, _ calls: inout Slots<ScheduledCall>) {
    guard let position = calls[id].deadlinePosition else {
      heap.append((time, id))
      calls[id].deadlinePosition = heap.count - 1
      rise(heap.count - 1, &calls)
      return
    }
    heap[position].time = time
    rise(position, &calls)
    if let position = calls[id].deadlinePosition { sink(position, &calls) }
  }

  /// A new time, if it is sooner than the call's old one.
  mutating func bring(_ id: Int, forwardTo time: Int64, _ calls: inout Slots<ScheduledCall>) {
    guard let position = calls[id].deadlinePosition, heap[position].time > time else { return }
    set(id, at: time, &calls)
  }

  mutating func remove(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    guard let position = calls[id].deadlinePosition else { return }
    calls[id].deadlinePosition = nil
    let last = heap.removeLast()
    guard position < heap.count else { return }
    heap[position] = last
    calls[last.id].deadlinePosition = position
    rise(position, &calls)
    if let position = calls[last.id].deadlinePosition { sink(position, &calls) }
  }

  mutating func popDue(_ now: Int64, _ calls: inout Slots<ScheduledCall>) -> Int? {
    guard let first = heap.first, first.time <= now else { return nil }
    remove(first.id, &calls)
    return first.id
  }

  private mutating func rise(_ start: Int, _ calls: inout Slots<ScheduledCall>) {
    var position = start
    while position > 0 {
      let parent = (position - 1) / 2
      guard heap[position].time < heap[parent].time else { return }
      swap(position, parent, &calls)
      position = parent
    }
  }

  private mutating func sink(_ start: Int, _ calls: inout Slots<ScheduledCall>) {
    var position = start
    while true {
      var least = position
      for child in (2 * position + 1)...(2 * position + 2)
      where child < heap.count && heap[child].time < heap[least].time {
        least = child
      }
      if least == position { return }
      swap(position, least, &calls)
      position = least
    }
  }

  private mutating func swap(_ one: Int, _ other: Int, _ calls: inout Slots<ScheduledCall>) {
    heap.swapAt(one, other)
    calls[heap[one].id].deadlinePosition = one
    calls[heap[other].id].deadlinePosition = other
  }
}
