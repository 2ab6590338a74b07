import JSON

/// `{"RequestId": …, "TaskId": …}`, or with `Code` and `Message` on failure; some gateways spell
/// the members with a small first letter, as the vendor's SDK allows for.
extension Alibaba {
  static func read(_ root: JSONValue, to request: Request) -> Answer {
    let requestID = root["RequestId"]?.text ?? root["requestId"]?.text
    if let code = root["Code"] ?? root["code"] {
      guard let code = code.text, !code.isEmpty else {
        return Answer(requestID: requestID, verdict: .unrecognized("has a Code that is no text"))
      }
      let message = root["Message"]?.text ?? root["message"]?.text
      return Answer(requestID: requestID, verdict: .failure(code: code, message: message ?? []))
    }
    guard let requestID, !requestID.isEmpty else {
      return Answer(
        requestID: nil, verdict: .unrecognized("has neither a Code nor a RequestId"))
    }
    return Answer(requestID: requestID, verdict: .success(taskID: root["TaskId"]?.text))
  }
}
