import Engine

/// Sends the requests of a key's sources to one place.
final class KeyFetcher {
  private let client: Client
  private let endpoint: Bytes
  private let region: Bytes
  private let isLocal: Bool

  static func make(
    for request: KeyRequest, _ search: KeySearch, on loop: Loop
  ) throws(Failure) -> KeyFetcher {
    do throws(Refusal) {
      let configuration = try Configuration(search.cloud, options(for: request, search))
      return KeyFetcher(request, Client(configuration, .none(), on: loop, log: nil))
    } catch {
      throw Failure(Outcome(refusal: error))
    }
  }

  private init(_ request: KeyRequest, _ client: Client) {
    self.client = client
    endpoint = request.endpoint
    region = request.account.region
    isLocal = request.isLocal
  }

  func serves(_ request: KeyRequest) -> Bool {
    request.endpoint == endpoint && request.account.region == region
      && request.isLocal == isLocal
  }

  /// The options of a client's own that hold here, too.
  static func options(for request: KeyRequest, _ search: KeySearch) -> Options {
    let own = search.network
    var options = Options()
    options.endpoint = request.endpoint
    options.region = request.account.region.isEmpty ? nil : request.account.region
    options.service = request.account.service
    options.caFile = own.caFile
    options.caDirectory = own.caDirectory
    options.allowsHTTP = own.allowsHTTP
    options.replyLimit = 65_536
    options.attemptLimit = 3
    guard request.isLocal else {
      if !request.isToLoopback {
        options.proxy = own.proxy
        options.usesEnvironmentProxy = own.usesEnvironmentProxy
      }
      options.connectTimeoutMilliseconds = own.connectTimeoutMilliseconds
      options.timeoutMilliseconds = own.timeoutMilliseconds
      return options
    }
    // The cloud's own address for it has no TLS.
    options.allowsHTTP = own.allowsHTTP || search.options.metadataEndpoint == nil
    options.connectTimeoutMilliseconds = localLimit
    options.timeoutMilliseconds = localLimit
    options.attemptLimit = 1
    return options
  }

  private static let localLimit: Int64 = 1_000

  func send(
    _ request: KeyRequest, _ resume: @escaping (Given) -> Void
  ) throws(Failure) {
    try client.fetch(request) { resume(.reply($0)) }
  }

  func close() { client.free() }
}
