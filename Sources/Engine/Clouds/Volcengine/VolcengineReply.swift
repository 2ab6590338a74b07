import JSON

/// `{"ResponseMetadata": {"RequestId": …, "Error": {"Code": …, "Message": …}}, "Result": …}`, the
/// Error also under HTTP 200: www.volcengine.com/docs/6348/1178322.
extension Volcengine {
  static func read(_ root: JSONValue, to request: Request) -> Answer {
    guard let metadata = root["ResponseMetadata"], metadata.isObject else {
      return Answer(requestID: nil, verdict: .unrecognized("has no ResponseMetadata"))
    }
    let requestID = metadata["RequestId"]?.text
    if let error = metadata["Error"] {
      guard let code = error["Code"]?.text, !code.isEmpty else {
        return Answer(requestID: requestID, verdict: .unrecognized("has an Error without a Code"))
      }
      return Answer(
        requestID: requestID,
        verdict: .failure(code: code, message: error["Message"]?.text ?? []))
    }
    // The operations' pages: Result is empty on failure. Of other actions nobody says so.
    let result = root["Result"]
    if request.operation != nil, result == nil || result?.text?.isEmpty == true {
      return Answer(
        requestID: requestID, verdict: .unrecognized("has neither an Error nor a Result"))
    }
    return Answer(requestID: requestID, verdict: .success(taskID: nil))
  }
}
