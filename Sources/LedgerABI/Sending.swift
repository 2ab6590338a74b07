import CCrec
import Ledger
import Platform

/// Calls to the clouds, once what they are for is in the file.
extension Worker {
  /// A call under way, and whose it is.
  private final class Context {
    let worker: Worker
    let sent: Sent
    let place: Bytes

    init(_ worker: Worker, _ sent: Sent, at place: Bytes) {
      self.worker = worker
      self.sent = sent
      self.place = place
    }
  }

  func send(_ sent: Sent, _ call: StartCall<HeldRequest>?) {
    switch request(sent, call) {
    case .success(let request): submit(request, sent, until: call?.end)
    case .failure(let refused): _ = post(.ended(sent, refused.outcome, place: sent.recording.place))
    }
  }

  private func request(
    _ sent: Sent, _ call: StartCall<HeldRequest>?
  ) -> Result<HeldRequest, Refused> {
    if sent.sending == .start, let call { return .success(call.request) }
    let recording = sent.recording
    guard let start = tasks.start(of: recording) else {
      let words = Bytes("this library does not know its operation")
      return .failure(Refused(Status.invalidArgument, words))
    }
    guard sent.sending == .search else {
      return HeldRequest.make(cloud: recording.cloud, action: start.stop, fields: recording.task)
    }
    do throws(StoreFailure) {
      let offset = state.with { $0.account(recording.account)?.clockOffset ?? 0 }
      let question = try tasks.question(
        recording, start, clockOffset: offset, page: sent.pages.last ?? [])
      return HeldRequest.make(cloud: recording.cloud, action: start.search, fields: question)
    } catch {
      return .failure(Refused(error.status, error.message))
    }
  }

  private func submit(_ request: HeldRequest, _ sent: Sent, until end: Int64?) {
    guard let account = state.with({ $0.account(sent.recording.account) }) else {
      let outcome = HeldOutcome(Status.closed, Bytes("its account is gone"))
      return _ = post(.ended(sent, outcome, place: sent.recording.place))
    }
    var options = unsafe crec_submit_options()
    unsafe options.struct_size = MemoryLayout<crec_submit_options>.size
    unsafe options.completion = { context, outcome in
      guard let context = unsafe context else { return }
      let ours = unsafe Unmanaged<Context>.fromOpaque(context).takeRetainedValue()
      _ = ours.worker.post(.ended(ours.sent, unsafe HeldOutcome(outcome), place: ours.place))
    }
    let context = unsafe Unmanaged.passRetained(Context(self, sent, at: account.place))
    unsafe options.context = unsafe context.toOpaque()
    unsafe options.timeout_ms = end.map { max(1, $0 - Clock.monotonic) } ?? 0
    var outcome: OpaquePointer?
    let status = unsafe crec_client_submit(
      account.client, request.handle, &options, nil, &outcome)
    guard status != Status.ok else { return }
    unsafe context.release()
    _ = post(.ended(sent, unsafe HeldOutcome(outcome), place: account.place))
  }

  /// A task that another endpoint or region does not know may still run in its own.
  func believed(_ outcome: HeldOutcome, of sent: Sent, at place: Bytes) -> HeldOutcome {
    guard outcome.status == Status.notFound, let words = sent.recording.doubt(about: place) else {
      return outcome
    }
    return HeldOutcome(Status.conflict, words)
  }

  /// The event that an outcome is.
  func event(of sent: Sent, _ outcome: HeldOutcome, at place: Bytes) -> Event {
    let start = tasks.start(of: sent.recording)
    let event = outcome.summary.event(
      of: sent,
      task: {
        guard let start, sent.recording.doubt == .stop || !outcome.taskID.isEmpty else {
          return nil
        }
        return try? tasks.task(sent.recording.task, start, id: outcome.taskID)
      },
      found: {
        guard let start else { return .success(nil) }
        do throws(StoreFailure) {
          return .success(try found(sent.recording, start, in: outcome.body))
        } catch {
          return .failure(error)
        }
      })
    guard case .notFound = event, let words = sent.recording.doubt(about: place) else {
      return event
    }
    return .notAsked(Problem(status: Status.conflict, message: words))
  }

  private static let pageLimit = 100

  /// The search for the next page, where this one does not have the task.
  func next(_ sent: Sent, after outcome: HeldOutcome) -> Sent? {
    guard sent.sending == .search, outcome.status == Status.ok, sent.pages.count < Self.pageLimit,
      let start = tasks.start(of: sent.recording),
      let page = try? tasks.page(after: outcome.body, start), !page.isEmpty,
      !sent.pages.contains(page),
      (try? found(sent.recording, start, in: outcome.body)) == nil
    else { return nil }
    var next = sent
    next.pages.append(page)
    return next
  }

  private func found(
    _ recording: Recording, _ start: Start, in reply: Bytes
  ) throws(StoreFailure) -> Bytes? {
    for id in try tasks.found(recording, start, in: reply) {
      if try store.knows(taskID: id, besides: recording.name) { continue }
      return try tasks.task(recording.task, start, id: id)
    }
    return nil
  }
}
