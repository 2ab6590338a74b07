public import CCrec
import Engine
import Platform
import Transport

@_cdecl("crec_client_new") @implementation
public func crec_client_new(
  _ options: UnsafePointer<crec_client_options>?, _ client: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe produce("client", client, outcome) { () throws(Failure) -> Client in
    let given = unsafe try structure("options", options)
    let cloud = try unsafe cloud(given.cloud)
    let loop = try unsafe given.loop.map { (loop) throws(Failure) in try unsafe open(loop) }
    var faults: [Fault] = []
    let own = try faults.gather { () throws(Failure) in
      try unsafe rates(given.rates, given.rate_count)
    }
    let options = unsafe engineOptions(given, own ?? [])
    let configuration = try faults.gather { () throws(Failure) in
      try refusable { () throws(Refusal) in try Configuration(cloud, options) }
    }
    let ring = try faults.gather { () throws(Failure) in
      try unsafe keyRing(given, cloud, options)
    }
    guard faults.isEmpty, let configuration, let ring else { throw .refused(faults) }
    return Client(configuration, ring, on: loop, log: unsafe log(given, configuration))
  }
}

private func open(_ handle: OpaquePointer) throws(Failure) -> Loop {
  let loop = try unsafe usable(loop: handle)
  guard loop.takesCalls else {
    throw Failure(Outcome(.closed, message: Bytes("the loop was closed")))
  }
  return loop
}

private func engineOptions(_ given: crec_client_options, _ rates: [Rate]) -> Options {
  var options = Options()
  options.endpoint = unsafe text(given.endpoint)
  options.host = unsafe text(given.host)
  options.region = unsafe text(given.region)
  options.service = unsafe text(given.service)
  options.caFile = unsafe text(given.ca_file)
  options.caDirectory = unsafe text(given.ca_directory)
  options.proxy = unsafe text(given.proxy)
  options.usesEnvironmentProxy = unsafe given.proxy_from_environment != 0
  options.allowsHTTP = unsafe given.allow_http != 0
  options.connectTimeoutMilliseconds = unsafe given.connect_timeout_ms
  options.timeoutMilliseconds = unsafe given.timeout_ms
  options.replyLimit = unsafe Int64(clamping: given.reply_limit)
  options.connectionLimit = unsafe Int64(given.connection_limit)
  options.queueLimit = unsafe Int64(given.queue_limit)
  options.attemptLimit = unsafe Int64(given.attempt_limit)
  options.pacing = unsafe Int64(given.pacing)
  options.logLevel = unsafe Int64(given.log_level)
  options.rates = rates
  options.usesOtherDomains = unsafe given.failover != 0
  return options
}

private func rates(
  _ pointer: UnsafePointer<crec_rate>?, _ count: Int
) throws(Failure) -> [Rate] {
  unsafe try elements("rates", pointer, count, limit: 1_000).map {
    unsafe Rate(action: text($0.action), callsPerSecond: Int64($0.calls_per_second))
  }
}

@_cdecl("crec_client_close") @implementation
public func crec_client_close(_ client: OpaquePointer?, _ timeoutMilliseconds: Int64) -> crec_status
{
  status { () throws(Failure) in
    let client = try unsafe usable(client)
    return client.close(timeoutMilliseconds: try closeTimeout(timeoutMilliseconds))
  }
}

/// In a forked child all that has a loop stays as it is: every call to libcurl or the system would
/// reach the parent's connections.
@_cdecl("crec_client_free") @implementation
public func crec_client_free(_ client: OpaquePointer?) {
  guard let object = unsafe object(client, as: Client.self), !object.isForked else { return }
  object.free()
  unsafe freeHandle(client, as: Client.self)
}

@_cdecl("crec_client_cloud") @implementation
public func crec_client_cloud(_ client: OpaquePointer?) -> crec_cloud {
  unsafe object(client, as: Client.self)?.configuration.cloud.number ?? 0
}

@_cdecl("crec_client_place") @implementation
public func crec_client_place(_ client: OpaquePointer?) -> UnsafePointer<CChar>? {
  unsafe object(client, as: Client.self)?.place.pointer ?? pointer(noText)
}

@_cdecl("crec_client_set_credentials") @implementation
public func crec_client_set_credentials(
  _ client: OpaquePointer?, _ credentials: UnsafePointer<crec_credentials>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe outcome?.pointee = nil
  do throws(Failure) {
    let client = try unsafe usable(client)
    client.replaceCredentials(try unsafe staticCredentials(credentials))
    return Status.ok.rawValue
  } catch {
    return unsafe deliver(error.outcome, to: outcome)
  }
}

/// A client that is there and was made in this process.
func usable(_ client: OpaquePointer?) throws(Failure) -> Client {
  guard let client = unsafe object(client, as: Client.self) else { throw .null("client") }
  guard !client.isForked else { throw .forked("client") }
  return client
}
