import CCurl
import Engine

extension Transfer {
  /// What the end of a transfer means for the call. Anything after the sending is ambiguous.
  func outcome(of request: Request, _ code: CURLcode) -> Outcome {
    let reply = reply(code)
    if let reply, code == CURLE_OK || Self.isCutShort(code) { return request.read(reply) }

    var outcome =
      code == CURLE_OPERATION_TIMEDOUT
      ? Outcome.timedOut(wasSent: timesSent > 0)
      : Outcome(
        status(for: code),
        message: timesSent > 1
          ? Bytes("the connection was lost before a reply came") : message(for: code),
        mayHaveBeenApplied: timesSent > 0)
    if let reply {
      let partial = request.read(reply)
      outcome.httpStatus = partial.httpStatus
      outcome.requestID = partial.requestID
      outcome.body = partial.body
    }
    return outcome
  }

  /// With a status line received, these mean a reply that broke off or was broken off here.
  private static func isCutShort(_ code: CURLcode) -> Bool {
    [
      CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_WRITE_ERROR, CURLE_GOT_NOTHING,
      CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_SSL_CONNECT_ERROR,
    ].contains(code)
  }

  private static func isTLS(_ code: CURLcode) -> Bool {
    [CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE]
      .contains(code)
  }

  /// Whether the request went out on an idle connection that the other side had given up. Where
  /// libcurl sees it so, it starts to send again; a reset it reports.
  func lostOldConnection(_ code: CURLcode) -> Bool {
    let isLost = [CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING].contains(code)
    return timesSent > 1
      || isLost && timesSent == 1 && info(CURLINFO_NUM_CONNECTS) == 0 && reply(code) == nil
  }

  private func status(for code: CURLcode) -> Status {
    if code == CURLE_OUT_OF_MEMORY { return .internal }
    if code == CURLE_URL_MALFORMAT { return .invalidArgument }
    if Self.isTLS(code) { return .tls }
    // Something answered, but it does not speak HTTP.
    let isNoHTTP = code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL
    return isNoHTTP && timesSent > 0 ? .malformedReply : .network
  }
}

extension Outcome {
  static func timedOut(wasSent: Bool) -> Outcome {
    let message: StaticString =
      wasSent
      ? "the time limit passed before the reply was there"
      : "the time limit passed before the request was sent"
    return Outcome(.timeout, message: Bytes(message), mayHaveBeenApplied: wasSent)
  }
}
