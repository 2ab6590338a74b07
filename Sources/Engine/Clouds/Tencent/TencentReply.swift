import JSON

/// `{"Response": {"RequestId": …, "Error": {"Code": …, "Message": …}}}`, failures under HTTP 200
/// too: cloud.tencent.com/document/product/1123/67529.
extension Tencent {
  static func read(_ root: JSONValue, to request: Request) -> Answer {
    guard let response = root["Response"], response.isObject else {
      return Answer(requestID: nil, verdict: .unrecognized(Bytes("has no Response")))
    }
    let requestID = response["RequestId"]?.text
    if let error = response["Error"] {
      guard let code = error["Code"]?.text, !code.isEmpty else {
        return Answer(
          requestID: requestID, verdict: .unrecognized(Bytes("has an Error without a Code")))
      }
      return Answer(
        requestID: requestID,
        verdict: .failure(code: code, message: error["Message"]?.text ?? []))
    }
    guard let requestID, !requestID.isEmpty else {
      return Answer(
        requestID: nil, verdict: .unrecognized(Bytes("has neither an Error nor a RequestId")))
    }
    // An integer of the one family of operations, a text of the other.
    let task = response["TaskId"]
    return Answer(requestID: requestID, verdict: .success(taskID: task?.text ?? task?.number))
  }
}
