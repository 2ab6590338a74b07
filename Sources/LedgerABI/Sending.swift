import CCrec
import Ledger
import Platform

/// Calls to the clouds, once what they are for is in the file.
extension Worker {
  func send() {
    let batch = sendings
    sendings = []
    for (recording, sending, call) in batch { send(recording, sending, call) }
  }

  private func send(_ recording: Recording, _ sending: Sending, _ call: StartCall?) {
    let sent = Sent(self, recording, sending)
    underWay.append(sent)
    switch request(recording, sending, call) {
    case .success(let request): submit(request, sent, until: call?.end)
    case .failure(let refused): _ = post(.ended(sent, refused.outcome))
    }
  }

  private func request(
    _ recording: Recording, _ sending: Sending, _ call: StartCall?
  ) -> Result<HeldRequest, Refused> {
    if sending == .start, let call { return .success(call.request) }
    guard let start = tasks.start(of: recording) else {
      return .failure(
        Refused(
          Int(CREC_STATUS_INVALID_ARGUMENT), Bytes("this library does not know its operation")))
    }
    guard sending == .search else {
      return HeldRequest.make(cloud: recording.cloud, action: start.stop, fields: recording.task)
    }
    do throws(StoreFailure) {
      let question = try tasks.question(recording, start)
      return HeldRequest.make(cloud: recording.cloud, action: start.search, fields: question)
    } catch {
      return .failure(Refused(Int(error.status), error.message))
    }
  }

  private func submit(_ request: HeldRequest, _ sent: Sent, until end: Int64?) {
    guard let account = account(sent.recording.account) else {
      _ = post(
        .ended(sent, HeldOutcome(crec_status(CREC_STATUS_CLOSED), Bytes("its account is gone"))))
      return
    }
    var options = unsafe crec_submit_options()
    unsafe options.struct_size = MemoryLayout<crec_submit_options>.size
    unsafe options.completion = { context, outcome in
      guard let context = unsafe context else { return }
      let sent = unsafe Unmanaged<Sent>.fromOpaque(context).takeRetainedValue()
      _ = sent.worker.post(.ended(sent, unsafe HeldOutcome(outcome)))
    }
    let context = unsafe Unmanaged.passRetained(sent)
    unsafe options.context = unsafe context.toOpaque()
    unsafe options.timeout_ms = end.map { max(1, $0 - Clock.monotonic) } ?? 0
    var outcome: OpaquePointer?
    guard unsafe crec_client_submit(account.client, request.handle, &options, nil, &outcome) != ok
    else {
      return
    }
    unsafe context.release()
    _ = post(.ended(sent, unsafe HeldOutcome(outcome)))
  }

  /// Nothing of this round is in the file: its starts are not made, unless they are to go on without.
  func refuseStarts(_ failure: StoreFailure) {
    guard !options.goesOnWithoutRecord else { return }
    let refused = sendings.filter { $0.1 == .start }
    sendings.removeAll { $0.1 == .start }
    for (recording, _, _) in refused {
      journal.drop(recording.name)
      for one in waiting where one.name == recording.name {
        replies.append((one.caller, HeldOutcome(failure.status, failure.words(options.path))))
      }
      waiting.removeAll { $0.name == recording.name }
    }
  }
}
