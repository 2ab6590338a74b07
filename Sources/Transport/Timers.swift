/// When each call next wants to be looked at: a binary heap, each call in it once.
struct Timers {
  private var heap: [(time: Int64, call: Call)] = []

  var next: Int64? { heap.first?.time }

  /// A new time replaces the call's old one.
  mutating func set(_ call: Call, at time: Int64) {
    remove(call)
    heap.append((time, call))
    call.timerPosition = heap.count - 1
    rise(heap.count - 1)
  }

  /// A new time, if it is sooner than the call's old one.
  mutating func bring(_ call: Call, forwardTo time: Int64) {
    guard let position = call.timerPosition, heap[position].time > time else { return }
    set(call, at: time)
  }

  mutating func remove(_ call: Call) {
    guard let position = call.timerPosition else { return }
    call.timerPosition = nil
    let last = heap.removeLast()
    guard position < heap.count else { return }
    heap[position] = last
    last.call.timerPosition = position
    rise(position)
    sink(position)
  }

  mutating func popDue(_ now: Int64) -> Call? {
    guard let first = heap.first, first.time <= now else { return nil }
    remove(first.call)
    return first.call
  }

  private mutating func rise(_ start: Int) {
    var position = start
    while position > 0 {
      let parent = (position - 1) / 2
      guard heap[position].time < heap[parent].time else { return }
      swap(position, parent)
      position = parent
    }
  }

  private mutating func sink(_ start: Int) {
    var position = start
    while true {
      var least = position
      for child in (2 * position + 1)...(2 * position + 2)
      where child < heap.count && heap[child].time < heap[least].time {
        least = child
      }
      if least == position { return }
      swap(position, least)
      position = least
    }
  }

  private mutating func swap(_ one: Int, _ other: Int) {
    heap.swapAt(one, other)
    heap[one].call.timerPosition = one
    heap[other].call.timerPosition = other
  }
}
