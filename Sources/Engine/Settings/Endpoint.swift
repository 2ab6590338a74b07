/// `host` or `host:port`, in lower case. A name may be given with the root's dot behind it, which
/// no certificate has: it is left off.
public struct Authority: Sendable {
  public let host: Bytes
  public let port: Int64?

  /// Nil if the host is not one of letters, digits, `-`, `_`, `.` or a bracketed IPv6 address, or
  /// the port is not from 1 to 65535.
  public init?(_ text: Bytes) {
    let text = text.lowercased
    let portStart =
      text.lastIndex(of: UInt8(ascii: ":")).flatMap { text[$0...].contains(0x5D) ? nil : $0 }
    let given = text[..<(portStart ?? text.endIndex)]
    let hasDot = given.last == UInt8(ascii: ".") && given.first != UInt8(ascii: "[")
    host = Bytes(hasDot ? given.dropLast() : given)
    port = portStart.flatMap { integer(of: Bytes(text[($0 + 1)...])) }
    guard Self.isHost(host) else { return nil }
    if portStart != nil {
      guard let port, port >= 1, port <= 65_535 else { return nil }
    }
  }

  private static func isHost(_ host: Bytes) -> Bool {
    if host.first == UInt8(ascii: "[") && host.last == UInt8(ascii: "]") {
      let address = host.dropFirst().dropLast()
      return address.contains(UInt8(ascii: ":"))
        && address.allSatisfy { $0.isHexadecimalDigit || $0.isOne(of: ":.") }
    }
    let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return host.count <= 253
      && labels.allSatisfy { label in
        !label.isEmpty && label.allSatisfy { $0.isASCIIAlphanumeric || $0.isOne(of: "-_") }
      }
  }

  private init(host: Bytes, port: Int64?) {
    self.host = host
    self.port = port
  }

  /// The same host in another domain; nil if it is in none like that.
  func moved(from domain: StaticString, to other: StaticString) -> Authority? {
    guard host.hasSuffix(domain), host.count > domain.utf8CodeUnitCount else { return nil }
    let own = host.dropLast(domain.utf8CodeUnitCount)
    return own.last == UInt8(ascii: ".") ? Authority(host: own + Bytes(other), port: port) : nil
  }

  func withPort(_ port: Int64) -> Authority { Authority(host: host, port: self.port ?? port) }

  /// Four numbers from 0 to 255, without leading zeros, which some resolvers read as octal.
  private var numbers: [Bytes]? {
    let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { Bytes($0) }
    let isAddress =
      parts.count == 4
      && parts.allSatisfy { part in
        integer(of: part).map { $0 < 256 && decimal($0) == part } ?? false
      }
    return isAddress ? parts : nil
  }

  /// True if there is nothing to look up: an address, or the host itself.
  var isNumeric: Bool { host.first == UInt8(ascii: "[") || host == "localhost" || numbers != nil }

  var isLoopback: Bool {
    host == "localhost" || host == "[::1]" || numbers.map { $0[0] == "127" } ?? false
  }

  public var bytes: Bytes { port.map { host + ":" + decimal($0) } ?? host }
}

/// The address that requests go to: the cloud itself, or a proxy, private link or emulator in its
/// place.
public struct Endpoint: Sendable {
  public let scheme: StaticString
  public let authority: Authority
  private let basePath: Bytes
  /// All of a URL that comes before the path of a request.
  private let root: Bytes

  private init(scheme: StaticString, authority: Authority, basePath: Bytes) {
    self.scheme = scheme
    self.authority = authority
    self.basePath = basePath
    root = joined([scheme.bytes, authority.bytes + basePath], by: "://")
  }

  static let rule = Bytes(
    "[http:// or https://]host[:port][/base/path], without user, query, fragment or blanks")

  /// `[scheme://]host[:port][/base/path]`; https where no scheme is given.
  public static func parse(_ text: Bytes) throws(Mistake) -> Endpoint {
    if let problem = textProblem(in: text)
      ?? characterProblem(in: text, limit: .max, allowed: { $0 > 0x20 })
    {
      throw Mistake(problem: problem)
    }
    var rest = text[...]
    var scheme: StaticString = "https"
    for known: StaticString in ["https", "http"]
    where Bytes(rest).lowercased.starts(with: known + Bytes("://")) {
      scheme = known
      rest = rest.dropFirst(known.utf8CodeUnitCount + 3)
      break
    }
    let path = rest.drop { $0 != UInt8(ascii: "/") }
    guard !text.contains(where: { $0.isOne(of: "?#@") }) else {
      throw Mistake(problem: Bytes("has a user, query or fragment"))
    }
    guard let authority = Authority(Bytes(rest.dropLast(path.count))) else {
      throw Mistake(problem: Bytes("has no valid host or port"))
    }
    var basePath = Bytes(path)
    while basePath.last == UInt8(ascii: "/") { basePath.removeLast() }
    return Endpoint(scheme: scheme, authority: authority, basePath: basePath)
  }

  /// An endpoint of a client's options. Plain http goes to loopback only, unless it is allowed.
  static func checked(
    _ text: Bytes, named name: StaticString, allowsHTTP: Bool, usesProxy: Bool
  ) throws(Refusal) -> Endpoint {
    let endpoint: Endpoint
    do throws(Mistake) {
      endpoint = try parse(text)
    } catch {
      throw Refusal([Fault(name, error.problem, rule: rule)])
    }
    let isSafe = endpoint.authority.isLoopback && !usesProxy
    guard endpoint.scheme.bytes == "https" || allowsHTTP || isSafe else {
      let rule = Bytes("https, unless allow_http is set or the host is loopback without a proxy")
      throw Refusal([Fault(name, Bytes("is plain http"), rule: rule)])
    }
    return endpoint
  }

  public struct Mistake: Error {
    let problem: Bytes
  }

  /// The same in the cloud's other domains; empty where it has none.
  func elsewhere(_ domains: [StaticString]) -> [Endpoint] {
    guard let first = domains.first else { return [] }
    return domains.dropFirst().compactMap { authority.moved(from: first, to: $0) }
      .map { Endpoint(scheme: scheme, authority: $0, basePath: basePath) }
  }

  private var ownPort: Int64 { scheme.bytes == "https" ? 443 : 80 }

  var authorityWithPort: Authority { authority.withPort(ownPort) }

  /// The authority as a Host header has it: without the scheme's own port.
  public var host: Bytes { authority.port == ownPort ? authority.host : authority.bytes }

  /// `https://host[:port][/base/path]`
  var bytes: Bytes { root }

  /// The path of the request is what is signed, whatever the base path of a gateway that stands
  /// before the cloud and takes it off again.
  func url(path: Bytes, query: Bytes) -> Bytes {
    var url = Bytes()
    url.reserveCapacity(root.count + path.count + 1 + query.count)
    url += root
    url += path
    if !query.isEmpty {
      url += "?"
      url += query
    }
    return url
  }
}
