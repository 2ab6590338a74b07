import CCrec
import Testing

@testable import Ledger

struct StatusTests {
  @Test func theNumbersAreTheHeaders() {
    let pairs: [(Int32, Int)] = [
      (Status.ok, CREC_STATUS_OK), (Status.alreadyStopped, CREC_STATUS_ALREADY_STOPPED),
      (Status.invalidArgument, CREC_STATUS_INVALID_ARGUMENT),
      (Status.permission, CREC_STATUS_PERMISSION), (Status.notFound, CREC_STATUS_NOT_FOUND),
      (Status.conflict, CREC_STATUS_CONFLICT), (Status.timeout, CREC_STATUS_TIMEOUT),
      (Status.cancelled, CREC_STATUS_CANCELLED),
      (Status.malformedReply, CREC_STATUS_MALFORMED_REPLY), (Status.busy, CREC_STATUS_BUSY),
      (Status.closed, CREC_STATUS_CLOSED), (Status.forked, CREC_STATUS_FORKED),
      (Status.shortage, CREC_STATUS_SHORTAGE),
    ]
    for (own, header) in pairs { #expect(Int(own) == header) }
  }
}
