/// A place where a cloud answers, and how it is reached.
public struct Route: Sendable {
  public let endpoint: Endpoint
  /// The Host that is sent and signed.
  public let host: Bytes
  /// The host and port whose address has to be found out before a call; nil where there is none to
  /// find out, or where only libcurl knows which proxy the environment names.
  public let name: Authority?

  init(endpoint: Endpoint, host: Bytes, proxy: Configuration.Proxy) {
    self.endpoint = endpoint
    self.host = host
    switch proxy {
    case .none: name = endpoint.authority.isNumeric ? nil : endpoint.authorityWithPort
    case .environment: name = nil
    case .address(let address): name = address.name
    }
  }
}
