/// Values that keep their numbers. The number of a removed value is used again.
struct Slots<Value> {
  private var values: [Value] = []
  private var isTaken: [Bool] = []
  private var free: [Int] = []
  /// Takes the place of what is removed.
  private let vacant: Value

  init(vacant: Value) {
    self.vacant = vacant
  }

  var count: Int { values.count - free.count }

  mutating func add(_ value: Value) -> Int {
    if let number = free.popLast() {
      values[number] = value
      isTaken[number] = true
      return number
    }
    values.append(value)
    isTaken.append(true)
    return values.count - 1
  }

  /// The last to go takes the memory along.
  mutating func remove(_ number: Int) {
    if count == 1 {
      values = []
      isTaken = []
      free = []
    } else {
      values[number] = vacant
      isTaken[number] = false
      free.append(number)
    }
  }

  func contains(_ number: Int) -> Bool { isTaken.indices.contains(number) && isTaken[number] }

  subscript(number: Int) -> Value {
    _read { yield values[number] }
    _modify { yield &values[number] }
  }

  var numbers: [Int] { isTaken.indices.filter { isTaken[$0] } }
}
