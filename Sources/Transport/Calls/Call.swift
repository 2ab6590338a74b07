import CCurl
import Crypto
import Engine
import Platform

/// A request under way, from its submission to its outcome. It lives on its loop; only `cancel` may
/// come from elsewhere. The scheduler decides what becomes of it.
public final class Call {
  let request: Request
  let lane: Lane
  let loop: Loop
  let start = Clock.monotonic
  let timeoutMilliseconds: Int64
  /// The caller's own pointer.
  let context: UInt
  /// Identifies the account and the task among all of a loop; nil where nobody can tell.
  let task: Bytes?
  private let signing: Signing
  /// The receiver of the outcome; nil once it has it.
  private var delivery: Delivery?
  /// The scheduler's number for it, while it has one.
  var number: Scheduler.CallID?
  /// The attempt that is under way.
  var transfer: Transfer?

  private var client: Client?
  /// Secrets that were sent, which no text may quote: a client's credentials may change meanwhile.
  private var secrets = Redaction()
  private var hasCloudTime = false
  /// The reply of an attempt that was broken off, as far as it came.
  private var partial: Outcome?

  /// The key that it is signed with.
  enum Signing {
    /// Its client's.
    case client
    /// Its own, or none: it is a request of a key's source.
    case own(KeyRequest)
  }

  enum Delivery {
    case give((Outcome) -> Void)
    /// Until the client takes it.
    case keep
  }

  init(
    _ request: Request, of client: Client, on loop: Loop, _ lane: Lane, timeoutMilliseconds: Int64,
    context: UInt, _ signing: Signing, _ delivery: Delivery
  ) {
    self.request = request
    self.signing = signing
    self.client = client
    self.loop = loop
    self.lane = lane
    self.timeoutMilliseconds = timeoutMilliseconds
    self.context = context
    let cloud = UInt8(truncatingIfNeeded: request.cloud.number)
    task = request.task.map { client.account + [0, cloud] + $0 }
    self.delivery = delivery
  }

  /// Asks for an early end. The outcome comes all the same, if it has not already.
  public func cancel() {
    loop.post { self.loop.cancel(self) }
  }

  public var isForked: Bool { loop.isForked }

  var isStop: Bool { request.operation?.effect == .stop }

  /// It asks the machine's metadata, some of which close connections without saying so.
  var isLocal: Bool { if case .own(let own) = signing { own.isLocal } else { false } }

  /// It is made for a key, which a stop may need.
  var isForKey: Bool { if case .own = signing { true } else { false } }

  // MARK: - On the network

  /// Signed here, at the last moment: what waits in a queue does not grow old in it.
  func sign(for route: Route) -> Result<SignedRequest, Failure> {
    guard let client else { return .failure(Failure("the call has ended")) }
    switch signing {
    case .client: return client.signed(request, for: route)
    case .own(let own):
      if let secret = own.secret { secrets.add(secret, as: "[token]") }
      return client.signed(own, for: route)
    }
  }

  func began(_ transfer: Transfer, _ signed: SignedRequest) {
    self.transfer = transfer
    if let token = signed.securityToken { secrets.add(token, as: "[token]") }
    secrets.add(signed.signature, as: "[signature]")
  }

  /// The outcome of an attempt, with the cloud's time taken over where it refused this machine's.
  /// Once: a clock that is refused when it is the cloud's own is not what is wrong.
  func outcome(of transfer: Transfer, _ code: CURLcode) -> Outcome {
    self.transfer = nil
    var outcome = transfer.outcome(of: request, code, without: secrets)
    if !hasCloudTime { hasCloudTime = client?.adoptClock(of: &outcome) == true }
    return outcome
  }

  func breakOff() {
    guard let transfer else { return }
    self.transfer = nil
    loop.countConnection(of: transfer)
    partial = transfer.partialReply(to: request, without: secrets)
    lane.multi?.remove(transfer)
  }

  /// Adds the partial reply of an attempt that was just broken off.
  func addPartialReply(to outcome: inout Outcome) { outcome.add(partial) }

  func forgetPartialReply() { partial = nil }

  // MARK: - The end

  func finish(_ outcome: inout Outcome) {
    addPartialReply(to: &outcome)
    client?.addClockOffset(to: &outcome)
    partial = nil
    secrets = Redaction()
    client = nil
    number = nil
  }

  /// To be delivered to, once.
  func takeDelivery() -> Delivery? {
    defer { delivery = nil }
    return delivery
  }
}
