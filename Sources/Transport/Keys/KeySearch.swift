public import Engine
import Platform

/// The ways in which a client finds its key.
public struct KeySearch {
  /// A host's own source: it is asked, and answers once, from any thread.
  public typealias Ask = (@escaping (Given) -> Void) -> Void

  let cloud: Cloud
  private let sources: [KeySource]
  private let variables: [(name: StaticString, value: Bytes)]
  let options: KeyOptions
  /// The client's own: its CAs, its proxy, its time limits.
  let network: Options
  /// A key with which a role is to be assumed.
  private let given: FoundKey?
  private let ask: Ask?

  public init(
    _ cloud: Cloud, sources: [KeySource], variables: [(name: StaticString, value: Bytes)],
    options: KeyOptions, network: Options, given: FoundKey?, ask: Ask?
  ) {
    self.cloud = cloud
    self.sources = sources
    self.variables = variables
    self.options = options
    self.network = network
    self.given = given
    self.ask = ask
  }

  func question(at moment: Moment?) -> KeyQuestion? {
    moment.map { KeyQuestion(variables, options, at: $0) }
  }

  func begin(_ question: KeyQuestion, last: Bytes) -> KeyProgress {
    let found =
      given.map { .found($0) } ?? ask.map { Self.asking($0) }
      ?? cloud.findKey(in: sources, last: last, question)
    guard let role = options.role else { return found }
    return found.then { cloud.assume(role, with: $0, question) }
  }

  private static func asking(_ ask: @escaping Ask) -> KeyProgress {
    .needs(.host(ask)) { given in
      switch given {
      case .key(let key): .found(key)
      case .failure(let why, let isPassing):
        .nothing("the host's source: " + why, isPassing: isPassing)
      case .file, .absent, .output, .reply: .nothing(Bytes("the host's source"))
      }
    }
  }
}

/// A search that is under way.
struct KeyFetch {
  /// Milliseconds that the clock of the last one who answered is ahead of this machine's.
  private(set) var clockOffset: Int64 = 0

  mutating func note(_ given: Given) {
    guard case .reply(let outcome) = given, let date = Moment(ofDate: outcome.date) else { return }
    let offset = date.seconds * 1_000 - Clock.unix
    // A Date has whole seconds.
    clockOffset = (-2_000...2_000).contains(offset) ? 0 : offset
  }
}

/// The life of a key on the monotonic clock.
struct KeyTimes {
  /// From when on it is not signed with any more.
  let end: Int64
  /// From when on another one is fetched while it is still good.
  let renewal: Int64

  private static let longest: Int64 = 30 * 86_400_000

  /// Nil where nothing says when it expires.
  init?(of key: FoundKey, clockOffset: Int64, random: UInt64) {
    guard case .at(let seconds) = key.expiry else { return nil }
    let left = min(Self.longest, seconds * 1_000 - (Clock.unix + clockOffset))
    self.init(end: Clock.monotonic + left - min(5_000, max(0, left) / 10), random: random)
  }

  /// `random` may be any number: clients that began together do not renew together.
  init(end: Int64, random: UInt64) {
    let margin = Self.margin(ofLifetime: max(0, end - Clock.monotonic))
    self.end = end
    renewal = end - margin + Int64(random % UInt64(margin / 2 + 1))
  }

  /// Milliseconds before its end.
  static func margin(ofLifetime lifetime: Int64) -> Int64 { min(300_000, lifetime / 4) }
}
