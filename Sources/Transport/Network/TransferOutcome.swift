import CCurl
import Engine

extension Transfer {
  /// The outcome of a transfer, by itself. Anything after a sending is ambiguous.
  func outcome(of request: Request, _ code: CURLcode, without secrets: Redaction) -> Outcome {
    let reply = reply(code)
    let isBrokenOff = code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK
    if let reply, !isBrokenOff { return request.read(reply, without: secrets) }

    let wasSent = timesSent > 0
    let isLate = code == CURLE_ABORTED_BY_CALLBACK && !wasSent
    if code == CURLE_OPERATION_TIMEDOUT || isLate {
      var outcome = Outcome.timedOut(
        wasSent: wasSent, while: Bytes("it connected"), isLate: isLate && !request.isRepeatable)
      outcome.isConnected = isLate
      return withPartialReply(outcome, to: request, without: secrets)
    }
    if !wasSent, let lack = shortage ?? Shortage.ofDescriptors { return .shortage(lack) }
    let status = status(for: code)
    var words =
      timesSent > 1 ? Bytes("the connection was lost before a reply came") : message(for: code)
    if status == .malformedReply && code == CURLE_OUT_OF_MEMORY {
      words = Bytes("a line of the reply is too long")
    }
    var outcome = Outcome(status, message: secrets.text(words), mayHaveBeenApplied: wasSent)
    // A handshake that broke off; what is wrong with a certificate stays so, and a proxy's refusal.
    if code == CURLE_SSL_CONNECT_ERROR { outcome.isRetryable = true }
    if (400...499).contains(info(CURLINFO_HTTP_CONNECTCODE)) { outcome.isRetryable = false }
    return withPartialReply(outcome, to: request, without: secrets)
  }

  /// The outcome of a reply that is not waited for, as far as it came.
  func partialReply(to request: Request, without secrets: Redaction) -> Outcome? {
    reply(CURLE_PARTIAL_FILE).map { request.read($0, without: secrets) }
  }

  /// An outcome that came before the reply was whole, with what there was of it.
  private func withPartialReply(
    _ outcome: Outcome, to request: Request, without secrets: Redaction
  ) -> Outcome {
    var outcome = outcome
    outcome.add(partialReply(to: request, without: secrets))
    return outcome
  }

  private static func isTLS(_ code: CURLcode) -> Bool {
    [CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE]
      .contains(code)
  }

  private func status(for code: CURLcode) -> Status {
    // Something answered, but it does not speak HTTP. For a line without end libcurl says that it
    // ran out of memory.
    let isNoHTTP = [
      CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_OUT_OF_MEMORY, crec_too_large,
    ].contains(code)
    if isNoHTTP && timesSent > 0 { return .malformedReply }
    if code == CURLE_OUT_OF_MEMORY { return .internal }
    if code == CURLE_URL_MALFORMAT { return .invalidArgument }
    return Self.isTLS(code) ? .tls : .network
  }
}

extension Outcome {
  /// Tells what came of a reply that was not waited for.
  mutating func add(_ partial: Outcome?) {
    guard let partial else { return }
    httpStatus = partial.httpStatus
    requestID = partial.requestID
    body = partial.body
  }
}
