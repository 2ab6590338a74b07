import JSON

/// A reply, whoever fetched it.
public struct Reply: Sendable {
  public let httpStatus: Int32
  /// Headers as lines; those that anybody asks for are few.
  private let head: Bytes
  public let body: Bytes
  public let defect: Defect?

  /// The reason why a body is not the whole body.
  public enum Defect: Sendable {
    case cutShort
    case tooLarge
  }

  /// `head` is the lines that were received, each with its end.
  public init(httpStatus: Int32, head: Bytes, body: Bytes, defect: Defect?) {
    self.httpStatus = httpStatus
    self.head = head
    self.body = body
    self.defect = defect
  }

  /// Adds a header to `head` as a line. A line end in a value is read as a blank; a name with one
  /// is no name.
  public static func append(
    name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, to head: inout Bytes
  ) {
    if unsafe !name.contains(where: isLineEnd) { unsafe head += name }
    head += ":"
    let start = head.count
    unsafe head += value
    for index in start..<head.count where isLineEnd(head[index]) { head[index] = 0x20 }
    head += "\n"
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// The last value of a header; its name in any case.
  func header(_ name: StaticString) -> Bytes? {
    var value: Bytes?
    var start = 0
    while start < head.count {
      let end = endOfLine(from: start)
      if let colon = endOfName(name, from: start) { value = trimmed(from: colon + 1, to: end) }
      start = end + 1
    }
    return value
  }

  /// The line feed, or the end of all lines. A header is asked for by looking at all of them.
  private func endOfLine(from start: Int) -> Int {
    unsafe head.withUnsafeBufferPointer { head in
      var end = start
      while unsafe end < head.count && head[end] != 0x0A { end += 1 }
      return end
    }
  }

  /// Without blanks and the line's end.
  private func trimmed(from start: Int, to end: Int) -> Bytes {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    var (start, end) = (start, end)
    while start < end && isBlank(head[start]) { start += 1 }
    while start < end && isBlank(head[end - 1]) { end -= 1 }
    return Bytes(head[start..<end])
  }

  /// The colon behind a name that begins there.
  private func endOfName(_ name: StaticString, from start: Int) -> Int? {
    let colon = start + name.utf8CodeUnitCount
    guard colon < head.count, head[colon] == UInt8(ascii: ":") else { return nil }
    return head[start..<colon].isSameName(as: name) ? colon : nil
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
    case unrecognized(Bytes)
  }
}

extension Request {
  /// Reads a reply to this request. The outcome's texts repeat none of the secrets.
  public func read(_ reply: Reply, without secrets: Redaction) -> Outcome {
    let answer = answer(in: reply, without: secrets)
    var outcome = outcome(of: answer.verdict, httpStatus: reply.httpStatus, without: secrets)
    outcome.requestID = secrets.text(
      answer.requestID ?? reply.header(cloud.requestIDHeader) ?? [])
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

  private func answer(in reply: Reply, without secrets: Redaction) -> Answer {
    if let defect = reply.defect {
      return Answer(requestID: nil, verdict: .unrecognized(Bytes(defect.problem)))
    }
    if plainHeaders != nil {
      let status = "HTTP " + decimal(Int64(reply.httpStatus))
      let isDone = (200...299).contains(reply.httpStatus)
      return Answer(
        requestID: nil, verdict: isDone ? .success() : .failure(code: status, message: []))
    }
    let root: JSONValue?
    var problem = Bytes("is none of this cloud's")
    do throws(JSONFault) {
      root = try JSONValue(parsing: reply.body)
    } catch {
      root = nil
      problem = reply.encodingProblem(without: secrets) ?? Bytes(error.problem)
    }
    return cloud.read(reply, root, self)
      ?? Answer(requestID: nil, verdict: .unrecognized(problem))
  }

  private func outcome(
    of verdict: Answer.Verdict, httpStatus: Int32, without secrets: Redaction
  ) -> Outcome {
    switch verdict {
    case .success(let taskID, let state, let message):
      guard (200...299).contains(httpStatus) else {
        var outcome = unreadable(
          Bytes("says success under a failing HTTP status"), httpStatus: httpStatus)
        outcome.mayHaveBeenApplied = true
        return outcome
      }
      var outcome = Outcome(.ok, message: secrets.text(message))
      outcome.reason = []
      outcome.taskID = secrets.text(taskID ?? [])
      outcome.taskState = state
      return outcome
    case .failure(let code, let message):
      let known = cloud.errors.meaning(of: code, answering: operation?.effect)
      let meaning = known ?? Meaning(Status(httpStatus: httpStatus))
      var outcome = Outcome(
        meaning.status, message: secrets.text(message.isEmpty ? code : message),
        mayHaveBeenApplied: meaning.mayHaveBeenApplied)
      // A new code under HTTP 200, where Tencent puts them all, may be any failure.
      let isAnyFailure = known == nil && (200...299).contains(httpStatus)
      outcome.isRetryable = meaning.isRetryable && !isAnyFailure
      outcome.code = secrets.text(code)
      outcome.reason = []
      outcome.add(Bytes(meaning.words))
      return outcome
    case .unrecognized(let problem):
      return unreadable(problem, httpStatus: httpStatus)
    }
  }

  /// Some HTTP statuses say enough without a body; anything else that cannot be read is malformed.
  private func unreadable(_ problem: Bytes, httpStatus: Int32) -> Outcome {
    let message = Bytes("HTTP ") + decimal(Int64(httpStatus)) + ": the reply " + problem
    let isPlain = httpStatus == 429 || (500...599).contains(httpStatus)
    return Outcome(isPlain ? Status(httpStatus: httpStatus) : .malformedReply, message: message)
  }
}

extension Reply {
  /// A reason why a body may be no JSON: it is wrapped in something.
  fileprivate func encodingProblem(without secrets: Redaction) -> Bytes? {
    if let encoding = header("Content-Encoding"), !encoding.isEmpty,
      !(encoding.lowercased == "identity")
    {
      let name = secrets.text(encoding, limit: 64)
      return "is encoded as " + name + ", which was not asked for"
    }
    let marks: [Bytes] = [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]]
    guard marks.contains(where: { body.starts(with: $0) }) else { return nil }
    return Bytes("begins with a byte-order mark")
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
