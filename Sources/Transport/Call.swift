import CCurl
import Engine

/// A request on its way, from the first signature to the outcome. It lives on the loop's thread.
final class Call {
  private let request: Request
  private let client: Client
  private let loop: Loop
  private let completion: (Outcome) -> Void
  private let start = Clock.monotonic
  private var attempts: Int32 = 0
  /// An earlier sending may have been read, whatever a later one comes to.
  private var isInDoubt = false

  init(
    _ request: Request, of client: Client, on loop: Loop,
    completion: @escaping (Outcome) -> Void
  ) {
    self.request = request
    self.client = client
    self.loop = loop
    self.completion = completion
  }

  private var elapsed: Int64 { Clock.monotonic - start }

  /// Signed here, at the last moment: what waits in a queue does not grow old in it.
  func attempt(isFresh: Bool) {
    let configuration = client.configuration
    let left = configuration.timeoutMilliseconds - elapsed
    guard left > 0 else {
      finish(.timedOut(wasSent: isInDoubt))
      return
    }
    switch client.signed(request) {
    case .failure(let failure):
      finish(failure.outcome)
    case .success(let signed):
      do throws(SystemFailure) {
        let transfer = try Transfer(
          signed, configuration, timeoutMilliseconds: left, isFresh: isFresh
        ) { transfer, code in self.ended(transfer, code) }
        guard loop.begin(transfer) else {
          throw SystemFailure(what: "libcurl refused the transfer")
        }
        attempts += 1
      } catch {
        finish(Failure(error.what).outcome)
      }
    }
  }

  private func ended(_ transfer: Transfer, _ code: CURLcode) {
    // The request may have been read even so: it is made again, signed anew, only if making it twice
    // does no harm.
    if transfer.lostOldConnection(code) && attempts == 1 && request.isRepeatable {
      isInDoubt = true
      attempt(isFresh: true)
      return
    }
    finish(transfer.outcome(of: request, code, isInDoubt: isInDoubt))
  }

  private func finish(_ outcome: Outcome) {
    var outcome = outcome
    outcome.host = client.configuration.endpoint.host
    outcome.attempts = attempts
    if isInDoubt { outcome.mayHaveBeenApplied = true }
    outcome.elapsedMilliseconds = elapsed
    client.redact(&outcome)
    completion(outcome)
  }
}
