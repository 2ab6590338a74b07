import Testing

@testable import Engine

@Suite struct ConfigurationTests {
  private func configuration(
    _ cloud: Cloud = .tencent, _ change: (inout Options) -> Void = { _ in }
  ) throws -> Configuration {
    var options = Options()
    change(&options)
    return try Configuration(cloud, options)
  }

  private func faults(_ change: (inout Options) -> Void) -> [String] {
    do {
      _ = try configuration(.tencent, change)
      return []
    } catch {
      return (error as? Refusal)?.faults.map { $0.field.string } ?? []
    }
  }

  @Test func theDefaultsAreTheDocumentedOnes() throws {
    let volcengine = try configuration(.volcengine)
    #expect(volcengine.routes[0].host.string == "rtc.volcengineapi.com")
    #expect(volcengine.account.region.string == "cn-north-1")
    #expect(volcengine.account.service.string == "rtc")
    let alibaba = try configuration(.alibaba)
    #expect(alibaba.routes[0].host.string == "live.aliyuncs.com")
    #expect(alibaba.account.service.string == "live")
    let tencent = try configuration(.tencent)
    #expect(
      tencent.routes[0].endpoint.url(path: Bytes("/"), query: []).string
        == "https://live.tencentcloudapi.com/")
    #expect(tencent.account.region.isEmpty)
    #expect(tencent.timeoutMilliseconds == 10_000)
    #expect(tencent.connectTimeoutMilliseconds == 5_000)
    #expect(tencent.replyLimit == 1 << 20)
  }

  @Test func aRegionWithAHostOfItsOwnGoesThere() throws {
    let regions: [(Cloud, String, String)] = [
      (.alibaba, "ap-southeast-1", "live.ap-southeast-1.aliyuncs.com"),
      (.alibaba, "cn-beijing", "live.aliyuncs.com"),
      (.volcengine, "ap-southeast-1", "open-ap-singapore-1.volcengineapi.com"),
      (.tencent, "ap-guangzhou", "live.tencentcloudapi.com"),
    ]
    for (cloud, region, host) in regions {
      let made = try configuration(cloud) { $0.region = Bytes(region) }
      #expect(made.routes[0].host.string == host)
      #expect(made.account.region.string == region)
    }
  }

  @Test func anEndpointStandsInForTheCloudButNeverNamesServiceOrRegion() throws {
    let made = try configuration(.volcengine) {
      $0.endpoint = Bytes("HTTPS://Tunnel.Example:8443/rtc/")
      $0.host = Bytes("RTC.volcengineapi.com")
    }
    #expect(
      made.routes[0].endpoint.url(path: Bytes("/"), query: Bytes("a=1")).string
        == "https://tunnel.example:8443/rtc/?a=1")
    #expect(made.routes[0].host.string == "rtc.volcengineapi.com")
    #expect(made.account.region.string == "cn-north-1")
    #expect(made.account.service.string == "rtc")
  }

  @Test func theHostHeaderLeavesOutTheSchemesOwnPort() throws {
    let hosts = [
      "https://a:443": "a", "http://127.0.0.1:80": "127.0.0.1", "a:8443": "a:8443",
      "https://a:80": "a:80", "http://[::1]:8080": "[::1]:8080",
    ]
    for (endpoint, host) in hosts {
      let made = try configuration { $0.endpoint = Bytes(endpoint) }
      #expect(made.routes[0].host.string == host)
    }
  }

  @Test func aDotBehindAHostIsLeftOff() throws {
    let made = try configuration {
      $0.endpoint = Bytes("https://Live.TencentCloudAPI.com.:443/base")
      $0.proxy = Bytes("http://u:p@Proxy.example.:3128//")
      $0.usesOtherDomains = true
    }
    #expect(made.routes[0].host.string == "live.tencentcloudapi.com")
    #expect(
      made.routes[0].endpoint.url(path: Bytes("/"), query: []).string
        == "https://live.tencentcloudapi.com:443/base/")
    #expect(made.routes.count == 3)
    #expect(made.routes[0].name?.bytes.string == "proxy.example:3128")
    guard case .address(let address) = made.proxy else {
      Issue.record("no proxy")
      return
    }
    #expect(address.bytes.string == "http://u:p@proxy.example:3128")
    let other = try configuration { $0.host = Bytes("RTC.volcengineapi.com.:8443") }
    #expect(other.routes[0].host.string == "rtc.volcengineapi.com:8443")
    #expect(faults { $0.endpoint = Bytes("http://localhost.") } == [])
    for bad in [".", "..", "a..", ".:443", "[::1].", "[::1].:443"] {
      #expect(faults { $0.host = Bytes(bad) } == ["host"], "\(bad)")
      #expect(faults { $0.endpoint = Bytes(bad) } == ["endpoint"], "\(bad)")
    }
  }

  @Test func plainHTTPNeedsLoopbackOrPermission() throws {
    for local in ["http://127.0.0.1:8080", "http://127.9.8.7", "http://localhost", "http://[::1]"] {
      #expect(faults { $0.endpoint = Bytes(local) } == [])
    }
    for other in [
      "http://a", "http://127.0.0.1.evil.example", "http://128.0.0.1", "http://127.1",
      "http://localhost.example", "http://127.0.0.999", "http://128.1.1.1", "http://127.0.0.09",
      "http://127.0.0.",
    ] {
      #expect(faults { $0.endpoint = Bytes(other) } == ["endpoint"], "\(other)")
    }
    #expect(
      faults {
        $0.endpoint = Bytes("http://a")
        $0.allowsHTTP = true
      } == [])
    #expect(
      faults {
        $0.endpoint = Bytes("http://localhost")
        $0.usesEnvironmentProxy = true
      } == ["endpoint"])
  }

  @Test func anEndpointWithAnythingElseInItIsRefused() {
    for bad in [
      "", "ftp://a", "https://", "https://a b", "https://u:p@a", "https://a?x", "https://a/#f",
      "https://a:0", "https://a:65536", "https://a:+1", "https://[::1", "https://a\r\nX: y", "a:",
      "https://中", "https://a..b", "https://.", "http://127...", "https://a:１", "https://a\u{7F}",
    ] {
      #expect(faults { $0.endpoint = Bytes(bad) } == ["endpoint"], "\(bad)")
    }
  }

  @Test func everyFaultIsReportedAtOnce() {
    let found = faults {
      $0.endpoint = Bytes("nowhere/?")
      $0.host = Bytes("a b")
      $0.region = Bytes("a/b")
      $0.service = Bytes("")
      $0.caFile = Bytes("")
      $0.caDirectory = Bytes("\n")
      $0.proxy = Bytes("x y")
      $0.connectTimeoutMilliseconds = -1
      $0.timeoutMilliseconds = .max
      $0.replyLimit = -1
    }
    #expect(
      found == [
        "host", "region", "service", "ca_file", "ca_directory", "proxy", "connect_timeout_ms",
        "timeout_ms", "reply_limit", "endpoint",
      ])
  }

  @Test func credentialsAreRefusedWithoutBeingRepeated() {
    do {
      _ = try credentials("\u{FEFF}id", "\"s3cret\"", token: "t0ken\u{A0}")
      Issue.record("accepted")
    } catch {
      let outcome = Outcome(refusal: error as? Refusal ?? Refusal([]))
      #expect(
        outcome.faults.map { $0.field.string } == [
          "access_key_id", "access_key_secret", "security_token",
        ])
      #expect(!outcome.message.string.contains("FEFF"))
      #expect(!outcome.message.string.contains("00A0"))
      #expect(!outcome.message.string.contains("\""))
      #expect(!outcome.message.string.contains("s3cret"))
      #expect(!outcome.message.string.contains("t0ken"))
    }
  }

  @Test func anEmptyTokenIsNone() throws {
    #expect(try credentials("id", "secret", token: "").securityToken == nil)
  }

  @Test func onlyANameIsLookedUp() throws {
    let names: [String: String?] = [
      "https://a.example": "a.example:443", "http://a.example:8080/x": "a.example:8080",
      "https://127.0.0.1": nil, "https://[::1]:1": nil, "https://localhost:2": nil,
      "https://127.1": "127.1:443",
    ]
    for (endpoint, name) in names {
      let made = try configuration {
        $0.endpoint = Bytes(endpoint)
        $0.allowsHTTP = true
      }
      #expect(made.routes[0].name?.bytes.string == name)
    }
    for (proxy, name) in ["http://u:p@Proxy:1": "proxy:1", "10.0.0.1:1": nil] {
      #expect(try configuration { $0.proxy = Bytes(proxy) }.routes[0].name?.bytes.string == name)
    }
    #expect(try configuration { $0.usesEnvironmentProxy = true }.routes[0].name == nil)
  }

  @Test func aHostHasTheVendorsOtherDomainsIfAskedFor() throws {
    func hosts(_ endpoint: String?) throws -> [String] {
      try configuration {
        $0.endpoint = endpoint.map { Bytes($0) }
        $0.usesOtherDomains = true
      }.routes.map { $0.host.string }
    }
    #expect(
      try hosts(nil) == [
        "live.tencentcloudapi.com", "live.tencentcloudapi.com.cn", "live.tencentcloudapi.cn",
      ])
    #expect(
      try hosts("live.ap-seoul.tencentcloudapi.com:8443") == [
        "live.ap-seoul.tencentcloudapi.com:8443", "live.ap-seoul.tencentcloudapi.com.cn:8443",
        "live.ap-seoul.tencentcloudapi.cn:8443",
      ])
    #expect(try configuration(.tencent).routes.count == 1)
    for other in ["tencentcloudapi.com", "xtencentcloudapi.com", "live.example.com", "127.0.0.1"] {
      #expect(
        faults {
          $0.endpoint = Bytes(other)
          $0.usesOtherDomains = true
        } == ["failover"], "\(other)")
    }
    #expect(faults { $0.usesOtherDomains = true } == [])
  }

  @Test func callsOfOneTaskShareItsName() throws {
    func task(_ operation: Operation, _ id: String) throws -> Bytes? {
      try Request(
        operation, version: nil,
        values: operation.parameters.map { $0.isRequired ? Bytes(id) : nil }
      ).task
    }
    #expect(try task(.startWBRecord, "1") == task(.stopWBRecord, "1"))
    #expect(try task(.startWBRecord, "1") != task(.stopWBRecord, "2"))
    #expect(try task(.stopWBRecord, "1") != task(.stopWebcast, "1"))
  }
}
