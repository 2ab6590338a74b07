public import CCrec
import Credentials
import Engine
import Platform
import Transport

/// The key of a client that is being made.
func keyRing(
  _ given: crec_client_options, _ cloud: Cloud, _ network: Options
) throws(Failure) -> KeyRing {
  let options = unsafe keyOptions(given)
  try unsafe refuseTwoKeys(given, options)
  let sources = try refusable { () throws(Refusal) in
    try options.check(
      allowsHTTP: network.allowsHTTP,
      usesProxy: network.proxy != nil || network.usesEnvironmentProxy)
    return try cloud.sources(for: options)
  }
  let key = try unsafe credentials(given, cloud, options)
  let isKnown = key != nil && options.role == nil
  let search = unsafe KeySearch(
    cloud, sources: sources, variables: isKnown ? [] : sourceVariables(of: cloud),
    options: options, network: network, given: key, ask: ask(given))
  return KeyRing(search, given: isKnown ? key : nil)
}

private func keyOptions(_ given: crec_client_options) -> KeyOptions {
  var options = KeyOptions()
  options.profile = unsafe text(given.profile)
  options.role = unsafe text(given.role)
  options.source = unsafe text(given.source)
  options.stsEndpoint = unsafe text(given.sts_endpoint)
  options.metadataEndpoint = unsafe text(given.metadata_endpoint)
  return options
}

private func refuseTwoKeys(
  _ given: crec_client_options, _ options: KeyOptions
) throws(Failure) {
  let hasKey = unsafe given.credentials != nil
  let hasFunction = unsafe given.key_function != nil
  let rule = Bytes("a key, a function, or a choice among the cloud's sources")
  if hasFunction && hasKey {
    throw .refused(Fault("key_function", Bytes("is given beside credentials"), rule: rule))
  }
  guard hasKey || hasFunction else { return }
  if options.profile != nil {
    throw .refused(Fault("profile", Bytes("is given beside a key"), rule: rule))
  }
  if options.source != nil {
    throw .refused(Fault("source", Bytes("is given beside a key"), rule: rule))
  }
}

/// The key that was given, or that of the environment; nil where it is to be looked for elsewhere.
private func credentials(
  _ given: crec_client_options, _ cloud: Cloud, _ options: KeyOptions
) throws(Failure) -> FoundKey? {
  if let known = unsafe given.credentials {
    return FoundKey(try unsafe staticCredentials(known), origin: Bytes("the key that was given"))
  }
  let isOnly = options.source.map { $0 == Bytes("environment") } ?? false
  guard unsafe given.key_function == nil, isOnly || options.source == nil && options.profile == nil
  else { return nil }
  let key = try refusable { () throws(Refusal) in try credentialsFromEnvironment(for: cloud) }
  if key == nil && isOnly {
    throw .refused(
      Fault("source", Bytes("is the environment, which holds no key"), rule: cloud.keyVariables))
  }
  return key.map {
    FoundKey($0, origin: Bytes("the environment"), source: Bytes("environment"))
  }
}

func staticCredentials(
  _ given: UnsafePointer<crec_credentials>?
) throws(Failure) -> Credentials {
  let given = unsafe try structure("credentials", given)
  return try refusable { () throws(Refusal) in
    try unsafe Credentials(
      accessKeyID: text(given.access_key_id), accessKeySecret: secret(given.access_key_secret),
      securityToken: secret(given.security_token))
  }
}

// MARK: - The host's own source

/// A question for a key, which the host answers once.
final class KeyQuery {
  fileprivate let answer: (Given) -> Void

  init(_ answer: @escaping (Given) -> Void) {
    self.answer = answer
  }
}

private func ask(_ given: crec_client_options) -> KeySearch.Ask? {
  guard let function = unsafe given.key_function else { return nil }
  let context = UInt(bitPattern: unsafe given.key_context)
  return { answer in
    unsafe function(UnsafeMutableRawPointer(bitPattern: context), makeHandle(KeyQuery(answer)))
  }
}

@_cdecl("crec_key_query_answer") @implementation
public func crec_key_query_answer(
  _ query: OpaquePointer?, _ credentials: UnsafePointer<crec_credentials>?, _ expiresAt: Int64,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe outcome?.pointee = nil
  do throws(Failure) {
    guard let known = unsafe object(query, as: KeyQuery.self) else { throw .null("query") }
    let key = try unsafe staticCredentials(credentials)
    guard expiresAt == 0 || Moment(seconds: expiresAt) != nil else {
      throw .refused(
        Fault(
          "expires_at", "is " + decimal(expiresAt),
          rule: Bytes("unix seconds to the year 9999, or 0 for no end")))
    }
    known.answer(
      .key(
        FoundKey(
          key, expiry: expiresAt == 0 ? .unknown : .at(expiresAt),
          origin: Bytes("the host's source"))))
    unsafe freeHandle(query, as: KeyQuery.self)
    return Status.ok.rawValue
  } catch {
    return unsafe deliver(error.outcome, to: outcome)
  }
}

@_cdecl("crec_key_query_fail") @implementation
public func crec_key_query_fail(
  _ query: OpaquePointer?, _ message: UnsafePointer<CChar>?
) {
  guard let known = unsafe object(query, as: KeyQuery.self) else { return }
  known.answer(
    .failure(unsafe text(message) ?? Bytes("gave none"), isPassing: true))
  unsafe freeHandle(query, as: KeyQuery.self)
}
