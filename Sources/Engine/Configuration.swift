/// What a client is told of itself, as given.
public struct Options: Sendable {
  public var endpoint: Bytes?
  public var host: Bytes?
  public var region: Bytes?
  public var service: Bytes?
  public var caFile: Bytes?
  public var caDirectory: Bytes?
  public var proxy: Bytes?
  public var usesEnvironmentProxy = false
  public var allowsHTTP = false
  public var connectTimeoutMilliseconds: Int64 = 0
  public var timeoutMilliseconds: Int64 = 0
  public var replyLimit: Int64 = 0
  public var connectionLimit: Int64 = 0
  public var queueLimit: Int64 = 0
  public var attemptLimit: Int64 = 0

  public init() {}
}

/// The same, checked, with the defaults filled in.
public struct Configuration: Sendable {
  public let cloud: Cloud
  public let endpoint: Endpoint
  /// The Host that is sent and signed.
  public let host: Bytes
  public let account: Account
  public let trust: Trust
  public let proxy: Proxy
  public let connectTimeoutMilliseconds: Int64
  public let timeoutMilliseconds: Int64
  public let replyLimit: Int
  /// Calls on the network at the same time.
  public let connectionLimit: Int
  public let queueLimit: Int
  public let retry: RetryPolicy

  /// The only CAs to trust; the system's where neither is given.
  public struct Trust: Sendable, Equatable {
    public let file: Bytes?
    public let directory: Bytes?
  }

  public enum Proxy: Sendable {
    case none
    case environment
    case address(Bytes)
  }

  public init(_ cloud: Cloud, _ options: Options) throws(Refusal) {
    var faults = [
      Parameter.optional("host", .authority).fault(in: options.host),
      Parameter.optional("region", .label).fault(in: options.region),
      Parameter.optional("service", .label).fault(in: options.service),
      Parameter.optional("ca_file", .text).fault(in: options.caFile),
      Parameter.optional("ca_directory", .text).fault(in: options.caDirectory),
      Parameter.optional("proxy", .proxy).fault(in: options.proxy),
      Self.fault("connect_timeout_ms", options.connectTimeoutMilliseconds, upTo: aDay),
      Self.fault("timeout_ms", options.timeoutMilliseconds, upTo: aDay),
      Self.fault("reply_limit", options.replyLimit, upTo: aGibibyte),
      Self.fault("connection_limit", options.connectionLimit, upTo: 1_000),
      Self.fault("queue_limit", options.queueLimit, upTo: 1_000_000),
      Self.fault("attempt_limit", options.attemptLimit, upTo: 1_000),
    ].compactMap { $0 }
    let region = options.region ?? cloud.region.bytes
    let parsed: Endpoint?
    do throws(Endpoint.Mistake) {
      parsed = try Endpoint.parse(options.endpoint ?? cloud.defaultHost(in: region))
    } catch {
      faults.append(Fault("endpoint", error.problem, rule: Endpoint.rule))
      parsed = nil
    }
    let usesProxy = options.proxy != nil || options.usesEnvironmentProxy
    if let endpoint = parsed, endpoint.scheme.bytes == "http", !options.allowsHTTP,
      !endpoint.authority.isLoopback || usesProxy
    {
      faults.append(
        Fault(
          "endpoint", Bytes("is plain http"),
          rule: Bytes("https, unless allow_http is set or the host is loopback without a proxy")))
    }
    if options.proxy != nil && options.usesEnvironmentProxy {
      faults.append(
        Fault(
          "proxy", Bytes("is given beside proxy_from_environment"),
          rule: Bytes("one of the two")))
    }
    guard faults.isEmpty, let endpoint = parsed else { throw Refusal(faults) }

    self.cloud = cloud
    self.endpoint = endpoint
    host = options.host?.lowercased ?? endpoint.host
    account = Account(region: region, service: options.service ?? cloud.service.bytes)
    trust = Trust(file: options.caFile, directory: options.caDirectory)
    proxy =
      options.usesEnvironmentProxy ? .environment : options.proxy.map { .address($0) } ?? .none
    connectTimeoutMilliseconds = options.connectTimeoutMilliseconds.orDefault(5_000)
    timeoutMilliseconds = options.timeoutMilliseconds.orDefault(10_000)
    replyLimit = Int(options.replyLimit.orDefault(1_048_576))
    connectionLimit = Int(options.connectionLimit.orDefault(16))
    queueLimit = Int(options.queueLimit.orDefault(1_000))
    retry = RetryPolicy(attemptLimit: options.attemptLimit.orDefault(10))
  }

  /// The host and port whose address has to be found out before a call; nil where there is none to
  /// find out, or where only libcurl knows which proxy the environment names.
  public var name: Authority? {
    switch proxy {
    case .none: endpoint.authority.isNumeric ? nil : endpoint.authorityWithPort
    case .environment: nil
    case .address(let address): Self.name(ofProxy: address)
    }
  }

  private static func name(ofProxy address: Bytes) -> Authority? {
    let start = address.lastIndex { $0.isOne(of: "@/") }.map { $0 + 1 } ?? 0
    return Authority(Bytes(address[start...])).flatMap { $0.isNumeric ? nil : $0 }
  }

  private static func fault(_ name: StaticString, _ value: Int64, upTo limit: Int64) -> Fault? {
    (0...limit).contains(value)
      ? nil
      : Fault(
        name, "is " + decimal(value), rule: Bytes("0 for the default, or 1 to ") + decimal(limit))
  }
}

let aDay: Int64 = 86_400_000
private let aGibibyte: Int64 = 1 << 30

extension Int64 {
  fileprivate func orDefault(_ value: Int64) -> Int64 { self == 0 ? value : self }
}
