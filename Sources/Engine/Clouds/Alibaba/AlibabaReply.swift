import JSON

/// `{"RequestId": …, "TaskId": …}`, `TaskInfo` around the id and the state where files are asked
/// for, or `Code` and `Message` on failure; some gateways spell the members with a small first
/// letter, as the vendor's SDK allows for.
extension Alibaba {
  static func read(_ root: JSONValue, to request: Request) -> Answer {
    let requestID = root["RequestId"]?.text ?? root["requestId"]?.text
    if let code = root["Code"] ?? root["code"] {
      guard let code = code.text, !code.isEmpty else {
        return Answer(
          requestID: requestID, verdict: .unrecognized(Bytes("has a Code that is no text")))
      }
      let message = root["Message"]?.text ?? root["message"]?.text
      return Answer(requestID: requestID, verdict: .failure(code: code, message: message ?? []))
    }
    guard let requestID, !requestID.isEmpty else {
      return Answer(
        requestID: nil, verdict: .unrecognized(Bytes("has neither a Code nor a RequestId")))
    }
    let task = root["TaskInfo"]
    return Answer(
      requestID: requestID,
      verdict: .success(
        taskID: (task ?? root)["TaskId"]?.text, state: state(task?["Status"]?.text ?? [])))
  }

  private static func state(_ status: Bytes) -> TaskState {
    let states: [(StaticString, TaskState)] = [
      ("RUNNING", .running), ("RECOVERING", .recovering), ("STOPPING", .stopping),
      ("STOPPED", .stopped),
    ]
    return states.first { status == $0.0 }?.1 ?? .unknown
  }
}
