/// The life of the task that a start begins: what stops it, what asks about it, and what ends it in
/// the cloud if nobody does.
public struct Life: Sendable {
  let stop: StaticString
  let query: Query?
  let bound: Bound

  init(stop: StaticString, query: Query? = nil, bound: Bound) {
    self.stop = stop
    self.query = query
    self.bound = bound
  }

  /// An operation that asks about the task, with these of the start's fields.
  struct Query: Sendable {
    let action: StaticString
    let fields: [StaticString]
    /// Lists tasks of some time: it finds one whose id is not known. Nil where that is needed to
    /// ask.
    var search: Search?
  }

  /// A search for tasks by the time in which they begin and end, unix seconds.
  struct Search: Sendable {
    let from: StaticString
    let to: StaticString
    /// The longest time.
    let seconds: Int64
    /// The path of the list in the reply's body. Its elements have TaskId, and the query's fields.
    let list: StaticString
    /// The member beside the list that names the next page, and the query's field for it.
    let page: StaticString
    /// The member of an element that is 0 until the task is stopped.
    let stopped: StaticString
  }

  /// The end that the cloud keeps by itself.
  struct Bound: Sendable {
    /// The field of the start that sets it; empty where none does.
    var field: StaticString = ""
    var unit = Unit.seconds
    /// For people.
    let words: StaticString

    enum Unit: Sendable {
      case seconds
      case unixTime
      case chinaTime

      var name: StaticString {
        switch self {
        case .seconds: "seconds"
        case .unixTime: "unix time"
        case .chinaTime: "China's time"
        }
      }
    }
  }
}
