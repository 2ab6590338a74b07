/// A key that a source has given.
public final class FoundKey: Sendable {
  public let credentials: Credentials
  public let expiry: Expiry
  /// The source, in words: "role r of the instance", "profile p of /home/u/.aliyun/config.json".
  public let origin: Bytes
  /// Something that people should know of it.
  public let warning: Bytes
  /// The name of the source; empty for a key that was given.
  public let source: Bytes

  public init(
    _ credentials: Credentials, expiry: Expiry = .unknown, origin: Bytes, warning: Bytes = [],
    source: Bytes = []
  ) {
    self.credentials = credentials
    self.expiry = expiry
    self.origin = origin
    self.warning = warning
    self.source = source
  }

  /// The same, from a source.
  func from(_ source: Bytes, warning: Bytes) -> FoundKey {
    FoundKey(credentials, expiry: expiry, origin: origin, warning: warning, source: source)
  }
}

/// The end of a key's life.
public enum Expiry: Sendable, Equatable {
  /// Nothing says so: it is fetched again once it is refused.
  case unknown
  /// Unix seconds.
  case at(Int64)
}

/// Something outside that a source needs, to go on.
public enum Need {
  case file(Bytes)
  /// The words that a program prints.
  case output(of: [Bytes])
  case reply(KeyRequest)
  /// A key that has not expired yet, by the clock of whoever gave it.
  case freshness(of: FoundKey)
  /// The host's own source, which answers once.
  case host((@escaping (Given) -> Void) -> Void)
}

/// An HTTP request of a source.
public final class KeyRequest: Sendable {
  /// As in a client's options.
  public let endpoint: Bytes
  public let account: Account
  public let request: Request
  /// Nil: it is not signed.
  public let signer: Credentials?
  /// It goes to the machine's own metadata: by no proxy, without TLS, and within a second.
  public let isLocal: Bool
  /// A text in it that no message may quote.
  public let secret: Bytes?

  /// A helper of this machine, which no proxy reaches.
  public var isToLoopback: Bool {
    (try? Endpoint.parse(endpoint))?.authority.isLoopback ?? false
  }

  init(
    endpoint: Bytes, account: Account, request: Request, signer: Credentials? = nil,
    isLocal: Bool = false, secret: Bytes? = nil
  ) {
    self.endpoint = endpoint
    self.account = account
    self.request = request
    self.signer = signer
    self.isLocal = isLocal
    self.secret = secret
  }
}

/// The answer to a need. A failure is in words that go behind the name of what was asked.
/// Its values are boxed: they differ much in size, and unused bytes of theirs would be read.
public indirect enum Given: Sendable {
  case file(FileContents)
  /// There is no such file.
  case absent
  case output(Bytes)
  case reply(Outcome)
  case key(FoundKey)
  case failure(Bytes, isPassing: Bool)
}

public struct FileContents: Sendable {
  public let bytes: Bytes
  /// Others than its owner may read it.
  public let isOpen: Bool

  public init(bytes: Bytes, isOpen: Bool) {
    self.bytes = bytes
    self.isOpen = isOpen
  }
}

/// A source on its way to a key: a value at a time, without I/O.
public indirect enum KeyProgress {
  case needs(Need, then: (Given) -> KeyProgress)
  case found(FoundKey)
  /// It has none, and why. What is passing may be gone when it is asked again.
  case nothing(Bytes, isPassing: Bool = false)

  /// The same with what is made of its key.
  public func then(_ next: @escaping (FoundKey) -> KeyProgress) -> KeyProgress {
    switch self {
    case .needs(let need, let then): .needs(need) { then($0).then(next) }
    case .found(let key): next(key)
    case .nothing: self
    }
  }

  /// The same, or another where it has none.
  func otherwise(_ next: @escaping (Bytes, Bool) -> KeyProgress) -> KeyProgress {
    switch self {
    case .needs(let need, let then): .needs(need) { then($0).otherwise(next) }
    case .found: self
    case .nothing(let why, let isPassing): next(why, isPassing)
    }
  }

  /// The same, where its fault is told of a profile.
  func named(_ origin: Bytes) -> KeyProgress {
    otherwise { .nothing(origin + ": " + $0, isPassing: $1) }
  }

  /// The same, a role's key, with what is known of the key that it is assumed with.
  func assumed(with key: FoundKey) -> KeyProgress {
    then { .found($0.from(key.source, warning: key.warning)) }
  }
}
