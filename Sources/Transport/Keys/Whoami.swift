public import Engine
import Platform

/// The question whose key it is that a client signs with.
extension Client {
  /// The owner of the key that calls are signed with.
  public struct Owner {
    public let identity: Identity
    public let key: FoundKey
    /// Unix seconds; 0 if nothing says so.
    public let expiresAt: Int64
  }

  /// Asks the cloud whose key this is, and waits for its answer.
  public func whoami() throws(Failure) -> Outcome {
    let (asker, request) = try self.asker()
    return try asker.perform(request)
  }

  /// The owner of the key, in the cloud's answer.
  public func owner(in answer: Bytes) throws(Failure) -> Owner {
    guard let key = ForkGate.holdOff({ ring.key }),
      let identity = configuration.cloud.identity(in: answer)
    else {
      throw Failure(Outcome(.malformedReply, message: Bytes("the answer names nobody")))
    }
    let expiresAt = if case .at(let seconds) = key.expiry { seconds } else { Int64(0) }
    return Owner(identity: identity, key: key, expiresAt: expiresAt)
  }

  /// A client whose calls go to the cloud's STS, with the same key, and the request that it makes.
  func asker() throws(Failure) -> (Client, Request) {
    guard let search = ring.search,
      let request = configuration.cloud.identityRequest(search.options)
    else { throw Failure("this client cannot ask") }
    let (loop, _) = try connected()
    guard !withState({ $0.isClosed }) else { throw .closed }
    if let known = withState({ $0.asker }) { return (known, request.request) }
    let new: Client
    do throws(Refusal) {
      new = Client(
        try Configuration(configuration.cloud, KeyFetcher.options(for: request, search)), ring,
        on: loop, log: log)
    } catch {
      throw Failure(Outcome(refusal: error))
    }
    let asker = withState { state in
      let asker = state.asker ?? new
      state.asker = asker
      return asker
    }
    return (asker, request.request)
  }
}
