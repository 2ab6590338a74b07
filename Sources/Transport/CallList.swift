/// Calls in the order in which they came, any of which can leave.
struct CallList {
  private(set) var first: Call?
  private var last: Call?

  var isEmpty: Bool { first == nil }

  mutating func append(_ call: Call) {
    call.previous = last
    last?.next = call
    last = call
    if first == nil { first = call }
  }

  /// Before those that came later: one that was repeated has its old place.
  mutating func insert(_ call: Call) {
    var later = first
    if let last, last.number < call.number { later = nil }
    while let next = later, next.number < call.number { later = next.next }
    guard let later else {
      append(call)
      return
    }
    call.next = later
    call.previous = later.previous
    if let previous = later.previous { previous.next = call } else { first = call }
    later.previous = call
  }

  mutating func remove(_ call: Call) {
    if let previous = call.previous { previous.next = call.next } else { first = call.next }
    if let next = call.next { next.previous = call.previous } else { last = call.previous }
    call.previous = nil
    call.next = nil
  }

  func forEach(_ body: (Call) -> Void) {
    var call = first
    while let current = call {
      call = current.next
      body(current)
    }
  }

  mutating func popFirst() -> Call? {
    guard let call = first else { return nil }
    remove(call)
    return call
  }
}
