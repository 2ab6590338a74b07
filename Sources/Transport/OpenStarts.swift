import Engine

/// The starts that have not ended, in the order of their tasks, then in that of their acceptance.
struct OpenStarts {
  private var starts: [Call] = []

  mutating func insert(_ start: Call) {
    guard start.isStart, let task = start.task else { return }
    starts.insert(start, at: position(of: task, start.number))
  }

  mutating func remove(_ start: Call) {
    guard start.isStart, let task = start.task else { return }
    starts.remove(at: position(of: task, start.number))
  }

  /// The first of the task of a stop that came before it.
  func first(before stop: Call) -> Call? {
    guard stop.isStop, let task = stop.task else { return nil }
    let position = position(of: task, 0)
    guard position < starts.count else { return nil }
    let start = starts[position]
    return start.task == task && start.number < stop.number ? start : nil
  }

  /// Those of the task of a stop that came before it.
  func all(before stop: Call) -> ArraySlice<Call> {
    guard stop.isStop, let task = stop.task else { return [] }
    return starts[position(of: task, 0)..<position(of: task, stop.number)]
  }

  /// Of the first start that is not before this one.
  private func position(of task: Bytes, _ number: Int) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(starts[middle], task, number) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isBefore(_ start: Call, _ task: Bytes, _ number: Int) -> Bool {
    guard let own = start.task, own != task else { return start.number < number }
    return own.lexicographicallyPrecedes(task)
  }
}
