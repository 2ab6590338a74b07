import JSON

/// All that a client's search for a key goes by, apart from files and networks.
public final class KeyQuestion: Sendable {
  /// The cloud's variables that are set, and HOME.
  let variables: [(name: StaticString, value: Bytes)]
  public let options: KeyOptions
  /// When the search began.
  public let moment: Moment

  public init(
    _ variables: [(name: StaticString, value: Bytes)], _ options: KeyOptions, at moment: Moment
  ) {
    self.variables = variables
    self.options = options
    self.moment = moment
  }

  /// A variable; nil if it is not set, or empty.
  func variable(_ name: StaticString) -> Bytes? {
    variables.first { $0.name.bytes == name }?.value
  }

  /// A variable that switches something.
  func isOn(_ name: StaticString) -> Bool { variable(name)?.lowercased == Bytes("true") }

  /// A path in the user's directory, which is "~" where HOME does not say it.
  func home(_ path: StaticString) -> Bytes { (variable("HOME") ?? Bytes("~")) + "/" + Bytes(path) }
}

/// The choice of a client among its cloud's sources.
public struct KeyOptions: Sendable {
  /// A profile of the vendor's files: only these are asked.
  public var profile: Bytes?
  /// A role to be assumed with the key that is found.
  public var role: Bytes?
  /// The only source to ask.
  public var source: Bytes?
  public var stsEndpoint: Bytes?
  public var metadataEndpoint: Bytes?

  public init() {}

  /// Refuses endpoints that are none. No proxy is used for metadata.
  public func check(allowsHTTP: Bool, usesProxy: Bool) throws(Refusal) {
    var faults: [Fault] = []
    if let sts = stsEndpoint {
      _ = faults.gather { () throws(Refusal) in
        try Endpoint.checked(
          sts, named: "sts_endpoint", allowsHTTP: allowsHTTP, usesProxy: usesProxy)
      }
    }
    if let metadata = metadataEndpoint {
      _ = faults.gather { () throws(Refusal) in
        try Endpoint.checked(
          metadata, named: "metadata_endpoint", allowsHTTP: allowsHTTP, usesProxy: false)
      }
    }
    if !faults.isEmpty { throw Refusal(faults) }
  }
}

/// A place where a cloud's keys are found.
public struct KeySource: Sendable {
  public let name: StaticString
  /// True if it knows profiles.
  let hasProfiles: Bool
  let begin: @Sendable (KeyQuestion) -> KeyProgress

  init(
    _ name: StaticString, hasProfiles: Bool = false,
    _ begin: @escaping @Sendable (KeyQuestion) -> KeyProgress
  ) {
    self.name = name
    self.hasProfiles = hasProfiles
    self.begin = begin
  }
}

/// The keys of a cloud: where they are found, and what its STS says. The cloud's folder fills it
/// in.
public struct KeyFacts: Sendable {
  /// Variables that the sources read; none of them is a secret.
  public let variables: [StaticString]
  /// In the order in which they are asked, after the environment's key.
  public let sources: [KeySource]
  /// Assumes a role with a key.
  let assume: @Sendable (Bytes, FoundKey, KeyQuestion) -> KeyProgress
  /// The headers of a request that nobody signs.
  let unsignedHeaders: @Sendable (Signing) -> [Header]
  /// A call that asks whose key it is.
  let identity: @Sendable (KeyOptions) -> KeyRequest?
  /// The answer to it.
  let whose: @Sendable (JSONValue) -> Identity?
}

/// The owner of a key, as the cloud has it.
public struct Identity: Sendable {
  public let account: Bytes
  /// An ARN or a TRN: a user or a role.
  public let principal: Bytes

  /// Nil if the answer names nobody.
  init?(account: JSONValue?, principal: JSONValue?) {
    guard let principal = principal.filled else { return nil }
    self.account = account?.text ?? account?.number ?? []
    self.principal = principal
  }
}

extension Cloud {
  /// The sources that a client asks, by its options; a fault where there is none such.
  public func sources(for options: KeyOptions) throws(Refusal) -> [KeySource] {
    var faults = [
      Parameter.optional("profile", .text).fault(in: options.profile),
      Parameter.optional("role", .text).fault(in: options.role),
    ].compactMap { $0 }
    let names = ["environment"] + keys.sources.map { $0.name }
    if let source = options.source, !names.contains(where: { source == $0 }) {
      faults.append(
        Fault(
          "source", Bytes("is none of this cloud's"),
          rule: "one of " + joined(names.map { $0.bytes }, by: ", ")))
    }
    let chosen = keys.sources.filter { source in
      (options.profile == nil || source.hasProfiles)
        && (options.source.map { $0 == source.name } ?? true)
    }
    if options.profile != nil && options.source != nil && chosen.isEmpty {
      faults.append(
        Fault("profile", Bytes("is given for a source without any"), rule: Bytes("with a file's")))
    }
    guard faults.isEmpty else { throw Refusal(faults) }
    return chosen
  }

  /// Asks one source after the other, until one has a key: first the one that had it last.
  public func findKey(
    in sources: [KeySource], last: Bytes, _ question: KeyQuestion
  ) -> KeyProgress {
    let isFree = question.options.source == nil && question.options.profile == nil
    let before = isFree ? ["environment: " + keyVariables + " are not set"] : []
    let ordered = sources.filter { last == $0.name } + sources.filter { !(last == $0.name) }
    return first(of: ordered[...], question, besides: before, isPassing: false)
  }

  /// The variables of a key, in words.
  public var keyVariables: Bytes {
    joined(
      environment.map { $0.accessKeyID.bytes + " and " + $0.accessKeySecret.bytes }, by: ", or ")
  }

  /// Assumes a role with a key.
  public func assume(
    _ role: Bytes, with key: FoundKey, _ question: KeyQuestion
  ) -> KeyProgress {
    keys.assume(role, key, question)
  }

  private func begin(_ source: KeySource, _ question: KeyQuestion) -> KeyProgress {
    source.begin(question).then { key in
      .needs(.freshness(of: key)) { given in
        switch given {
        case .key(let key): .found(key.from(source.name.bytes, warning: key.warning))
        case .failure(let why, let isPassing): .nothing(why, isPassing: isPassing)
        case .file, .absent, .output, .reply: .nothing(key.origin)
        }
      }
    }
  }

  private func first(
    of sources: ArraySlice<KeySource>, _ question: KeyQuestion, besides: [Bytes], isPassing: Bool
  ) -> KeyProgress {
    guard let source = sources.first else {
      return .nothing(joined(besides, by: "; "), isPassing: isPassing)
    }
    return begin(source, question).otherwise { why, passes in
      self.first(
        of: sources.dropFirst(), question, besides: besides + [source.name.bytes + ": " + why],
        isPassing: isPassing || passes)
    }
  }

  /// A call that asks whose key it is.
  public func identityRequest(_ options: KeyOptions) -> KeyRequest? { keys.identity(options) }

  /// The owner of the key, in the reply to that call.
  public func identity(in body: Bytes) -> Identity? {
    (try? JSONValue(parsing: body)).flatMap { keys.whose($0) }
  }
}
