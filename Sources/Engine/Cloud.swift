import JSON

/// A cloud: where it is, how it signs, what it answers. Everything that one cloud does
/// otherwise than another stands here, filled in by its folder under Clouds.
public final class Cloud: Sendable {
  /// As in the C header: from 1 on, without a gap.
  public let number: Int32
  /// The name that users type.
  public let name: StaticString
  /// Other names that users may type.
  public let otherNames: [StaticString]
  /// The product.
  public let title: StaticString
  /// The service that is signed. It never comes from the host: a tunnel's host would break it.
  public let service: StaticString
  /// Empty where none is needed.
  public let region: StaticString
  public let host: StaticString
  /// Regions that have a host of their own.
  public let regionalHosts: [(region: StaticString, host: StaticString)]
  /// Domains of the same hosts: the documented one, then those that the vendor's SDKs fail over to.
  public let domains: [StaticString]
  public let environment: [EnvironmentNames]
  /// The other places where a key may be found.
  public let keys: KeyFacts
  public let signature: Signature
  /// The Content-Type that goes with each method, where the caller names none.
  public let postContentType: Bytes
  public let getContentType: Bytes
  /// The part of a POST that has its fields.
  public let postPlace: Place
  /// The number that a list's first value has in a query: `Name.1`.
  public let firstOfList: Int64
  /// Names that the signature puts into the query by itself.
  public let ownQueryNames: [StaticString]
  /// True if the cloud signs the query of a POST.
  public let signsQueryOfPost: Bool
  /// The reply header that repeats the request's id.
  public let requestIDHeader: StaticString
  /// The reply headers that ask for a pause, and their unit.
  public let pauseHeaders: [(name: StaticString, milliseconds: Int64)]
  /// Not made with the cloud: each of them has the cloud in it.
  let operations: @Sendable () -> [Operation]
  public let errors: [ErrorCodes]
  /// Reads a reply, and its body if that is JSON; nil if this is none of the cloud's.
  let read: @Sendable (Reply, JSONValue?, Request) -> Answer?

  init(
    number: Int32,
    name: StaticString,
    otherNames: [StaticString],
    title: StaticString,
    service: StaticString,
    region: StaticString,
    host: StaticString,
    regionalHosts: [(region: StaticString, host: StaticString)],
    domains: [StaticString],
    environment: [EnvironmentNames],
    keys: KeyFacts,
    signature: Signature,
    postContentType: StaticString,
    getContentType: StaticString,
    postPlace: Place,
    firstOfList: Int64,
    ownQueryNames: [StaticString],
    signsQueryOfPost: Bool,
    requestIDHeader: StaticString,
    pauseHeaders: [(name: StaticString, milliseconds: Int64)],
    operations: @escaping @Sendable () -> [Operation],
    errors: [ErrorCodes],
    read: @escaping @Sendable (Reply, JSONValue?, Request) -> Answer?
  ) {
    self.number = number
    self.name = name
    self.otherNames = otherNames
    self.title = title
    self.service = service
    self.region = region
    self.host = host
    self.regionalHosts = regionalHosts
    self.domains = domains
    self.environment = environment
    self.keys = keys
    self.signature = signature
    self.postContentType = postContentType.bytes
    self.getContentType = getContentType.bytes
    self.postPlace = postPlace
    self.firstOfList = firstOfList
    self.ownQueryNames = ownQueryNames
    self.signsQueryOfPost = signsQueryOfPost
    self.requestIDHeader = requestIDHeader
    self.pauseHeaders = pauseHeaders
    self.operations = operations
    self.errors = errors
    self.read = read
  }

  public enum Place: Sendable {
    case query
    case body
  }

  public static let all: [Cloud] = [volcengine, alibaba, tencent]

  public static func numbered(_ number: Int32) -> Cloud? { all.first { $0.number == number } }

  public static func named(_ name: Bytes) -> Cloud? {
    all.first { cloud in ([cloud.name] + cloud.otherNames).contains { name == $0 } }
  }

  public func defaultHost(in region: Bytes) -> Bytes {
    (regionalHosts.first { region == $0.region }?.host ?? host).bytes
  }
}

/// The variables from which the vendor's own SDKs and commands take a key.
public struct EnvironmentNames: Sendable {
  public let accessKeyID: StaticString
  public let accessKeySecret: StaticString
  /// The first that is set counts.
  public let securityTokens: [StaticString]
}
