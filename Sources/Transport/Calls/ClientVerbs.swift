import Crypto
public import Engine
import Platform
import Synchronization

/// The engine's verbs, with a client's key and clock.
extension Client {
  public func sign(
    _ request: Request, at moment: Moment?, nonce: Bytes?
  ) -> Result<SignedRequest, Failure> {
    let signed = ForkGate.holdOff {
      ring.isUsable
        ? self.signed(request, for: configuration.routes[0], at: moment, nonce: nonce) : nil
    }
    return signed ?? .failure(noKey())
  }

  /// It is being fetched then, for the next time.
  private func noKey() -> Failure {
    if let failure = ForkGate.holdOff({ ring.failure }) { return Failure(failure) }
    if let (loop, lane) = try? connected(), ring.want() {
      loop.begin { [ring] in
        ring.hear()
        loop.wantKey(lane)
      }
    }
    var outcome = Outcome(
      .authentication, message: Bytes("there is no key yet: it is being fetched, ask again"),
      mayHaveBeenApplied: false)
    outcome.isRetryable = true
    return Failure(outcome)
  }

  /// In a turn, which has passed the gate already.
  func signed(
    _ request: Request, for route: Route, at moment: Moment? = nil, nonce: Bytes? = nil
  ) -> Result<SignedRequest, Failure> {
    signed(request, for: route, at: moment, nonce: nonce) { self.signer(&$0) }
  }

  /// A request of a key's source, signed with its own key, or not at all. In a turn.
  func signed(_ own: KeyRequest, for route: Route) -> Result<SignedRequest, Failure> {
    if let credentials = own.signer {
      return signed(own.request, for: route) { _ in self.signer(with: credentials) }
    }
    guard let moment = now else { return .failure(Self.noTime) }
    return .success(
      Signer.unsigned(
        own.request, of: configuration.account, endpoint: route.endpoint, host: route.host,
        moment: moment))
  }

  private func signed(
    _ request: Request, for route: Route, at moment: Moment? = nil, nonce: Bytes? = nil,
    with signer: (inout State) -> Signer?
  ) -> Result<SignedRequest, Failure> {
    guard let moment = moment ?? now else { return .failure(Self.noTime) }
    do throws(CryptoFailure) {
      let nonce = if let nonce { nonce } else { try newNonce() }
      let found = try state.with { (state: inout State) throws(CryptoFailure) in
        try signer(&state).map { signer throws(CryptoFailure) in
          (signer, try signer.key(at: moment))
        }
      }
      guard let (signer, key) = found else { return .failure(Failure("the client has no key")) }
      // A large body takes milliseconds, for which no submit waits.
      return .success(
        try signer.sign(
          request, endpoint: route.endpoint, host: route.host, moment: moment, nonce: nonce,
          with: key))
    } catch {
      return .failure(Failure(error.what))
    }
  }

  /// The time by the cloud's clock.
  private var now: Moment? {
    let offset = state.with { $0.clockOffset }
    return Moment.now.flatMap { Moment(seconds: $0.seconds + offset) }
  }

  private static var noTime: Failure {
    Failure("the system's clock is outside the years 1970 to 9999")
  }

  /// Nil before the first key.
  private func signer(_ state: inout State) -> Signer? {
    let generation = ring.generation.load(ordering: .acquiring)
    if let known = state.signer, known.generation == generation { return known.signer }
    guard let credentials = ring.key?.credentials else { return nil }
    let new = signer(with: credentials)
    state.signer = (generation, new)
    return new
  }

  private func signer(with credentials: Credentials) -> Signer {
    Signer(cloud: configuration.cloud, account: configuration.account, credentials: credentials)
  }

  private func newNonce() throws(CryptoFailure) -> Bytes {
    configuration.cloud.signature.usesNonce ? hexadecimal(try Random.bytes(16)) : []
  }

  public func read(_ reply: Reply, to request: Request) -> Outcome {
    ForkGate.holdOff {
      var secrets = Redaction()
      if let token = ring.key?.credentials.securityToken { secrets.add(token.bytes, as: "[token]") }
      var outcome = request.read(reply, without: secrets)
      _ = adoptClock(of: &outcome)
      addClockOffset(to: &outcome)
      return outcome
    }
  }

  /// After a refusal for the time that was signed: whether the next signature has the cloud's.
  func adoptClock(of outcome: inout Outcome) -> Bool {
    guard outcome.status == .clockSkew, let now = Moment.now,
      let date = Moment(ofDate: outcome.date),
      let offset = outcome.clockOffset(at: now, date: date)
    else { return false }
    state.with { $0.clockOffset = offset }
    outcome.isRetryable = true
    return true
  }

  func addClockOffset(to outcome: inout Outcome) {
    outcome.clockOffset = state.with { $0.clockOffset }
  }
}
