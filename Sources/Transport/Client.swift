import CPlatform
import Crypto
public import Engine

/// One account at one cloud: what is signed with, and the loop that carries its calls.
public final class Client {
  public let configuration: Configuration
  private let lock = Lock()
  private var signer: Signer
  private var loop: Loop?
  private let process = getpid()

  public init(_ configuration: Configuration, _ credentials: Credentials) {
    self.configuration = configuration
    signer = Signer(
      cloud: configuration.cloud, account: configuration.account, credentials: credentials)
  }

  /// In a forked child nothing here may be used: the thread is not there, the lock may be held by
  /// one that is not there either, and the connections are the parent's.
  public var isForked: Bool { getpid() != process }

  public func replaceCredentials(_ credentials: Credentials) {
    let signer = Signer(
      cloud: configuration.cloud, account: configuration.account, credentials: credentials)
    lock.withLock { self.signer = signer }
  }

  public func signed(
    _ request: Request, at moment: Moment? = nil, nonce: Bytes? = nil
  ) -> Result<SignedRequest, Failure> {
    guard let moment = moment ?? Clock.now else {
      return .failure(Failure("the system's clock is outside the years 1970 to 9999"))
    }
    do throws(CryptoFailure) {
      let nonce = if let nonce { nonce } else { hexadecimal(try Random.bytes(16)) }
      let signed = try lock.withLock { () throws(CryptoFailure) -> SignedRequest in
        try signer.sign(
          request, endpoint: configuration.endpoint, host: configuration.host, moment: moment,
          nonce: nonce)
      }
      return .success(signed)
    } catch {
      return .failure(Failure(error.what))
    }
  }

  public func read(_ reply: Reply, to request: Request) -> Outcome {
    var outcome = request.read(reply)
    redact(&outcome)
    return outcome
  }

  func redact(_ outcome: inout Outcome) {
    lock.withLock { signer.redact(&outcome) }
  }

  /// Sends a request and waits for its end. Not on the loop's own thread.
  public func perform(_ request: Request) -> Outcome {
    let loop: Loop
    do throws(SystemFailure) {
      loop = try lock.withLock { () throws(SystemFailure) -> Loop in try runningLoop() }
    } catch {
      return Failure(error.what).outcome
    }
    let handover = Handover<Outcome>()
    let call = Call(request, of: self, on: loop) { handover.give($0) }
    loop.submit { call.attempt(isFresh: !request.isRepeatable) }
    return handover.wait()
  }

  /// Ends the loop. In a forked child it only lets go: every system call would reach the parent's
  /// connections.
  public func close() {
    if !isForked { loop?.stop() }
  }

  private func runningLoop() throws(SystemFailure) -> Loop {
    if let loop { return loop }
    let new = try Loop()
    loop = new
    return new
  }
}

extension Failure {
  init(_ what: StaticString) {
    self.init(Outcome(.internal, message: Bytes(what)))
  }
}
