/// The outcome of a call to a cloud, as far as the ledger asks.
public struct CallOutcome: Sendable {
  public let status: Int32
  public let mayHaveBeenApplied: Bool
  /// No attempt was made.
  public let isUnsent: Bool
  public let message: Bytes

  public init(status: Int32, mayHaveBeenApplied: Bool, isUnsent: Bool = false, message: Bytes) {
    self.status = status
    self.isUnsent = isUnsent
    self.mayHaveBeenApplied = mayHaveBeenApplied
    self.message = message
  }

  var problem: Problem { Problem(status: status, message: message) }
  var isDone: Bool { status == Status.ok || status == Status.alreadyStopped }

  /// The event that it is for a recording. `task` is what a stop would be called with by now, nil
  /// if the reply names none; `found` is the same of a search.
  public func event(
    of sent: Sent, task: () -> Bytes?, found: () -> Result<Bytes?, StoreFailure>
  ) -> Event {
    switch sent.sending {
    case .start where isDone:
      if let task = task() { return .started(task: task) }
      let words = Bytes("the reply names no task")
      return .startInDoubt(Problem(status: Status.malformedReply, message: words))
    case .start where mayHaveBeenApplied: return .startInDoubt(problem)
    case .start: return .notStarted(problem)
    case .search where isDone:
      switch found() {
      case .success(let task): return task.map { .found(task: $0) } ?? .notFound
      case .failure(let failure):
        return .notAsked(Problem(status: failure.status, message: failure.message))
      }
    case .search: return .notAsked(problem)
    case .stop, .nothing:
      if isDone { return .stopped(foundSomething: status == Status.ok) }
      if status == Status.notFound { return .stopped(foundSomething: false) }
      return isUnsent && status == Status.timeout ? .notSent(problem) : .notStopped(problem)
    }
  }
}
