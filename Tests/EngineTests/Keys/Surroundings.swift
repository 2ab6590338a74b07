@testable import Engine

/// A machine on paper, on which keys are looked for: its variables, files, programs and networks.
struct Surroundings {
  var variables: [String: String] = [:]
  var files: [String: String] = [:]
  /// The output of a program, by its words.
  var outputs: [String: String] = [:]
  /// The reply to a request, by its method and path, or its action.
  var replies: [String: (http: Int32, body: String)] = [:]
  var options = KeyOptions()
  /// All that was asked for, in order.
  final class Asked {
    var all: [String] = []
  }
  let asked = Asked()

  /// The key that is found, as id/secret/token and its origin; or the reason why there is none.
  func find(_ cloud: Cloud, last: String = "") throws -> Result<FoundKey, Nothing> {
    let set = (cloud.keys.variables + ["HOME"]).compactMap { name in
      variables["\(name)"].map { (name: name, value: Bytes($0)) }
    }
    let question = KeyQuestion(set, options, at: Moment(seconds: 1_709_222_400)!)
    var progress = cloud.findKey(
      in: try cloud.sources(for: options), last: Bytes(last), question)
    while true {
      switch progress {
      case .found(let key): return .success(key)
      case .nothing(let why, let isPassing):
        return .failure(Nothing(why: String(decoding: why, as: UTF8.self), isPassing: isPassing))
      case .needs(let need, let then): progress = then(given(need, cloud))
      }
    }
  }

  struct Nothing: Error {
    let why: String
    let isPassing: Bool
  }

  private func given(_ need: Need, _ cloud: Cloud) -> Given {
    switch need {
    case .file(let path):
      let name = String(decoding: path, as: UTF8.self)
      asked.all.append("file \(name)")
      guard let text = files[name] else {
        return .absent
      }
      return .file(FileContents(bytes: Bytes(text), isOpen: false))
    case .output(let words):
      let line = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")
      asked.all.append("run \(line)")
      guard let text = outputs[line] else {
        return .failure(Bytes("could not be run"), isPassing: false)
      }
      return .output(Bytes(text))
    case .reply(let request):
      return .reply(reply(to: request, cloud))
    case .freshness(let key):
      return .key(key)
    case .host:
      return .failure(Bytes("no host"), isPassing: false)
    }
  }

  private func reply(to request: KeyRequest, _ cloud: Cloud) -> Outcome {
    let call = request.request
    let path = String(decoding: call.path, as: UTF8.self)
    let name =
      call.plainHeaders == nil
      ? String(decoding: call.action, as: UTF8.self) : "\(call.method) \(path)"
    let signer = request.signer.map { " by \(String(decoding: $0.accessKeyID, as: UTF8.self))" }
    asked.all.append(
      "\(name) at \(String(decoding: request.endpoint, as: UTF8.self))\(signer ?? "")")
    guard let reply = replies[name] else {
      return Outcome(.timeout, message: Bytes("the time limit passed"))
    }
    let received = Reply(
      httpStatus: reply.http, head: [], body: Bytes(reply.body), defect: nil)
    return call.read(received, without: Redaction())
  }
}
