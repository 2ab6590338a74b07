import JSON

/// What came back, whoever fetched it.
public struct Reply: Sendable {
  public let httpStatus: Int32
  public let headers: [Pair]
  public let body: Bytes
  public let defect: Defect?

  /// Why a body is not the whole body.
  public enum Defect: Sendable {
    case cutShort
    case tooLarge
  }

  public init(httpStatus: Int32, headers: [Pair], body: Bytes, defect: Defect?) {
    self.httpStatus = httpStatus
    self.headers = headers
    self.body = body
    self.defect = defect
  }

  /// The last value of a header; its name in any case.
  func header(_ name: StaticString) -> Bytes? {
    headers.last { $0.name.lowercased == name.bytes.lowercased }?.value.trimmed
  }
}

/// A reply as its cloud means it.
public struct Answer {
  let requestID: Bytes?
  let verdict: Verdict

  enum Verdict {
    case success(taskID: Bytes? = nil, state: TaskState = .unknown, message: Bytes = [])
    case failure(code: Bytes, message: Bytes)
    /// Nothing that this cloud says. In words that end "the reply …".
    case unrecognized(StaticString)
  }
}

extension Request {
  /// What a reply to this request means.
  public func read(_ reply: Reply) -> Outcome {
    let answer = answer(in: reply)
    var outcome = outcome(of: answer.verdict, httpStatus: reply.httpStatus)
    outcome.requestID = printable(
      answer.requestID ?? reply.header(cloud.requestIDHeader) ?? [])
    // Far more than what is kept in the end: what has to be taken out is whole in it.
    outcome.shorten(to: 16 * Outcome.textLimit)
    outcome.httpStatus = reply.httpStatus
    outcome.body = reply.body
    outcome.pauseAsked = pauseAsked(in: reply)
    outcome.date = reply.header("Date") ?? []
    return outcome
  }

  /// A date, which HTTP allows there too, counts as none.
  private func pauseAsked(in reply: Reply) -> Int64? {
    for (name, unit) in cloud.pauseHeaders {
      guard let number = reply.header(name).flatMap({ integer(of: $0) }) else { continue }
      return min(number, aDay / unit) * unit
    }
    return nil
  }

  private func answer(in reply: Reply) -> Answer {
    if let defect = reply.defect {
      return Answer(requestID: nil, verdict: .unrecognized(defect.problem))
    }
    do throws(JSONFault) {
      return cloud.read(try JSONValue(parsing: reply.body), self)
    } catch {
      return Answer(requestID: nil, verdict: .unrecognized(error.problem))
    }
  }

  private func outcome(of verdict: Answer.Verdict, httpStatus: Int32) -> Outcome {
    switch verdict {
    case .success(let taskID, let state, let message):
      guard (200...299).contains(httpStatus) else {
        var outcome = unreadable(
          "says success under a failing HTTP status", httpStatus: httpStatus)
        outcome.mayHaveBeenApplied = true
        return outcome
      }
      var outcome = Outcome(.ok, message: message)
      outcome.reason = []
      outcome.taskID = printable(taskID ?? [])
      outcome.taskState = state
      return outcome
    case .failure(let code, let message):
      let known = cloud.errors.status(of: code, answering: operation?.effect)
      var outcome = Outcome(
        known ?? Status(httpStatus: httpStatus), message: message.isEmpty ? code : message)
      // A new code under HTTP 200, where Tencent puts them all, may be any failure.
      if known == nil && (200...299).contains(httpStatus) { outcome.isRetryable = false }
      outcome.code = printable(code)
      outcome.reason = []
      return outcome
    case .unrecognized(let problem):
      return unreadable(problem, httpStatus: httpStatus)
    }
  }

  /// Some HTTP statuses say enough without a body; anything else that cannot be read is malformed.
  private func unreadable(_ problem: StaticString, httpStatus: Int32) -> Outcome {
    let message = Bytes("HTTP ") + decimal(Int64(httpStatus)) + ": the reply " + problem
    let isPlain = httpStatus == 429 || (500...599).contains(httpStatus)
    return Outcome(isPlain ? Status(httpStatus: httpStatus) : .malformedReply, message: message)
  }
}

extension Reply.Defect {
  var problem: StaticString {
    switch self {
    case .cutShort: "is cut short"
    case .tooLarge: "is larger than the limit"
    }
  }
}
