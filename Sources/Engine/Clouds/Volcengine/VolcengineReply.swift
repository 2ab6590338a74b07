import JSON

/// `{"ResponseMetadata": {"RequestId": …, "Error": {"Code": …, "Message": …}}, "Result": …}`, the
/// Error also under HTTP 200: www.volcengine.com/docs/6348/1178322. A page that is being recorded
/// already is a success whose Result says so.
extension Volcengine {
  static func read(_ root: JSONValue, to request: Request) -> Answer {
    guard let metadata = root["ResponseMetadata"], metadata.isObject else {
      return Answer(requestID: nil, verdict: .unrecognized(Bytes("has no ResponseMetadata")))
    }
    let requestID = metadata["RequestId"]?.text
    if let error = metadata["Error"] {
      guard let code = error["Code"]?.text, !code.isEmpty else {
        return Answer(
          requestID: requestID, verdict: .unrecognized(Bytes("has an Error without a Code")))
      }
      return Answer(
        requestID: requestID,
        verdict: .failure(code: code, message: error["Message"]?.text ?? []))
    }
    // The operations' pages: Result is empty on failure. Of other actions nobody says so.
    let result = root["Result"]
    if request.operation != nil, result == nil || result?.text?.isEmpty == true {
      return Answer(
        requestID: requestID, verdict: .unrecognized(Bytes("has neither an Error nor a Result")))
    }
    let text = result?.text ?? []
    return Answer(
      requestID: requestID,
      verdict: .success(
        state: state(result?["WebCastTask"]?["Status"]?.number ?? []),
        message: text == "ok" ? [] : text))
  }

  /// www.volcengine.com/docs/6348/1188209, of web pages; nothing tells of whiteboards.
  private static func state(_ status: Bytes) -> TaskState {
    let states: [(StaticString, TaskState)] = [
      ("1", .notStarted), ("2", .running), ("3", .stopped), ("4", .failed),
    ]
    return states.first { status == $0.0 }?.1 ?? .unknown
  }
}
