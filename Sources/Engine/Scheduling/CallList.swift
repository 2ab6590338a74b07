/// Calls in an order, any of which can leave. A call is in at most one list of each kind.
struct CallList {
  enum Kind {
    /// The calls of a lane that wait for a connection.
    case queue
    /// The open starts of a task, or the stops that wait for them.
    case task
  }

  /// A call's neighbours in the list of one kind.
  struct Links {
    fileprivate var previous: Int?
    fileprivate var next: Int?
  }

  private let kind: Kind
  private(set) var first: Int?
  private var last: Int?

  init(_ kind: Kind) {
    self.kind = kind
  }

  var isEmpty: Bool { first == nil }

  mutating func append(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    calls[id][kind].previous = last
    if let last { calls[last][kind].next = id } else { first = id }
    last = id
  }

  /// Before the calls that were accepted later: a call that is made again has its old place.
  mutating func insert(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    let number = calls[id].number
    var later = first
    if let last, calls[last].number < number { later = nil }
    while let next = later, calls[next].number < number { later = calls[next][kind].next }
    guard let later else {
      append(id, &calls)
      return
    }
    let previous = calls[later][kind].previous
    calls[id][kind] = Links(previous: previous, next: later)
    if let previous { calls[previous][kind].next = id } else { first = id }
    calls[later][kind].previous = id
  }

  mutating func remove(_ id: Int, _ calls: inout Slots<ScheduledCall>) {
    let links = calls[id][kind]
    if let previous = links.previous {
      calls[previous][kind].next = links.next
    } else {
      first = links.next
    }
    if let next = links.next {
      calls[next][kind].previous = links.previous
    } else {
      last = links.previous
    }
    calls[id][kind] = Links()
  }

  func all(_ calls: Slots<ScheduledCall>) -> [Int] {
    var all: [Int] = []
    var id = first
    while let current = id {
      all.append(current)
      id = calls[current][kind].next
    }
    return all
  }
}
