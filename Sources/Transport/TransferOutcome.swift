import CCurl
import CPlatform
import Engine

extension Transfer {
  /// What the end of a transfer means for the call. Anything after the sending is ambiguous.
  func outcome(of request: Request, _ code: CURLcode) -> Outcome {
    let reply = reply(code)
    if let reply, code == CURLE_OK || Self.isCutShort(code) { return request.read(reply) }

    var outcome: Outcome
    if code == CURLE_OPERATION_TIMEDOUT {
      outcome = .timedOut(mayHaveBeenApplied: timesSent > 0)
    } else {
      let status: Status =
        code == CURLE_OUT_OF_MEMORY ? .internal : Self.isTLS(code) ? .tls : .network
      outcome = Outcome(status, message: message(for: code), mayHaveBeenApplied: timesSent > 0)
    }
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
    [
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_USE_SSL_FAILED,
    ].contains(code)
  }

  private func message(for code: CURLcode) -> Bytes {
    if timesSent > 1 { return Bytes("the connection was lost before a reply came") }
    guard let text = unsafe curl_easy_strerror(code) else { return [] }
    return unsafe Bytes(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }
}

extension Outcome {
  static func timedOut(mayHaveBeenApplied: Bool) -> Outcome {
    Outcome(
      .timeout, message: Bytes("the time limit passed"), mayHaveBeenApplied: mayHaveBeenApplied)
  }
}
