/// The options of a client, as given.
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
  public var pacing: Int64 = 0
  public var rates: [Rate] = []
  public var usesOtherDomains = false
  public var logLevel: Int64 = 0

  public init() {}
}

/// Calls a second of an action, where a caller knows better than the pages; 0 for any number.
public struct Rate: Sendable {
  let action: Bytes?
  let callsPerSecond: Int64

  public init(action: Bytes?, callsPerSecond: Int64) {
    self.action = action
    self.callsPerSecond = callsPerSecond
  }

  /// At its place among the others.
  fileprivate func faults(at index: Int) -> [Fault] {
    let isGood = (0...Pace.rates.upperBound).contains(callsPerSecond)
    let faults = [
      Parameter.required("action", .action).fault(in: action),
      isGood
        ? nil
        : Fault(
          "calls_per_second", "is " + decimal(callsPerSecond),
          rule: Bytes("0 for any number, or 1 to ") + decimal(Pace.rates.upperBound)),
    ]
    return faults.compactMap { $0?.inside("rates[" + decimal(Int64(index)) + Bytes("]")) }
  }
}

/// The same, checked, with the defaults filled in.
public struct Configuration: Sendable {
  public let cloud: Cloud
  /// The routes of calls: the first, and others for when nobody can be reached.
  public let routes: [Route]
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
  public let pacing: Pacing
  /// Events up to this level go to the log.
  public let logLevel: Event.Level
  private let rates: [Rate]

  /// The only CAs to trust; the system's where neither is given.
  public struct Trust: Sendable, Equatable {
    public let file: Bytes?
    public let directory: Bytes?
  }

  public enum Proxy: Sendable {
    case none
    case environment
    case address(ProxyAddress)
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
    for (index, rate) in options.rates.enumerated() { faults += rate.faults(at: index) }
    let pacing = Pacing(rawValue: options.pacing)
    if pacing == nil {
      faults.append(
        Fault("pacing", "is " + decimal(options.pacing), rule: Bytes("one of crec_pacing")))
    }
    let level = options.logLevel == 0 ? .info : Event.Level(rawValue: options.logLevel)
    if level == nil {
      faults.append(
        Fault(
          "log_level", "is " + decimal(options.logLevel), rule: Bytes("one of crec_log_level, or 0")
        ))
    }
    let region = options.region ?? cloud.region.bytes
    let usesProxy = options.proxy != nil || options.usesEnvironmentProxy
    let parsed = faults.gather { () throws(Refusal) in
      try Endpoint.checked(
        options.endpoint ?? cloud.defaultHost(in: region), named: "endpoint",
        allowsHTTP: options.allowsHTTP, usesProxy: usesProxy)
    }
    if options.proxy != nil && options.usesEnvironmentProxy {
      faults.append(
        Fault(
          "proxy", Bytes("is given beside proxy_from_environment"),
          rule: Bytes("one of the two")))
    }
    let others = options.usesOtherDomains ? parsed?.elsewhere(cloud.domains) ?? [] : []
    if options.usesOtherDomains && (others.isEmpty || options.host != nil) {
      faults.append(
        Fault(
          "failover", Bytes("is set where there is nowhere to turn to"),
          rule: Bytes("for Tencent Cloud's own hosts, and not beside host")))
    }
    guard faults.isEmpty, let endpoint = parsed, let pacing, let level else {
      throw Refusal(faults)
    }

    self.cloud = cloud
    let address = options.proxy.flatMap { try? ProxyAddress.parse($0) }
    proxy = options.usesEnvironmentProxy ? .environment : address.map { .address($0) } ?? .none
    let host = options.host.flatMap { Authority($0)?.bytes }
    routes = ([endpoint] + others).map { [proxy] in
      Route(endpoint: $0, host: host ?? $0.host, proxy: proxy)
    }
    account = Account(region: region, service: options.service ?? cloud.service.bytes)
    trust = Trust(file: options.caFile, directory: options.caDirectory)
    connectTimeoutMilliseconds = options.connectTimeoutMilliseconds.orDefault(5_000)
    timeoutMilliseconds = options.timeoutMilliseconds.orDefault(10_000)
    replyLimit = Int(options.replyLimit.orDefault(1_048_576))
    connectionLimit = Int(options.connectionLimit.orDefault(64))
    queueLimit = Int(options.queueLimit.orDefault(1_000))
    retry = RetryPolicy(attemptLimit: options.attemptLimit.orDefault(10))
    self.pacing = pacing
    logLevel = level
    rates = options.rates
  }

  /// The endpoint and the region: clients of one place see the same tasks.
  public var place: Bytes {
    joined([routes[0].endpoint.bytes, account.region].filter { !$0.isEmpty }, by: " ")
  }

  /// Calls a second that requests of this action are held to; nil for any number.
  public func rate(of request: Request) -> Int64? {
    if case .off = pacing { return nil }
    let given = rates.last { $0.action == request.action }?.callsPerSecond
    return (given ?? request.operation?.rate).flatMap { $0 == 0 ? nil : $0 }
  }

  fileprivate static func fault(_ name: StaticString, _ value: Int64, upTo limit: Int64) -> Fault? {
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
