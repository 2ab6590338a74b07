/// Volcengine RTC. Hosts and regions: www.volcengine.com/docs/6348/69828 and /412252. The vendor's
/// Go SDK signs `ap-singapore-1` for the overseas host where the pages say `ap-southeast-1`; both
/// lead there, and the caller may name either.
extension Cloud {
  public static let volcengine: Cloud = Cloud(
    number: 1,
    name: "volcengine",
    otherNames: [],
    title: "Volcengine RTC",
    service: "rtc",
    region: "cn-north-1",
    host: "rtc.volcengineapi.com",
    regionalHosts: [
      ("ap-southeast-1", "open-ap-singapore-1.volcengineapi.com"),
      ("ap-singapore-1", "open-ap-singapore-1.volcengineapi.com"),
    ],
    domains: [],
    environment: [
      EnvironmentNames(
        accessKeyID: "VOLCENGINE_ACCESS_KEY", accessKeySecret: "VOLCENGINE_SECRET_KEY",
        securityTokens: ["VOLCENGINE_SESSION_TOKEN"]),
      EnvironmentNames(
        accessKeyID: "VOLCENGINE_ACCESS_KEY_ID", accessKeySecret: "VOLCENGINE_ACCESS_KEY_SECRET",
        securityTokens: ["VOLCENGINE_SESSION_TOKEN"]),
      EnvironmentNames(
        accessKeyID: "VOLC_ACCESSKEY", accessKeySecret: "VOLC_SECRETKEY", securityTokens: []),
    ],
    keys: Volcengine.keys,
    signature: .volcengine,
    postContentType: "application/json",
    getContentType: "",
    postPlace: .body,
    firstOfList: 1,
    ownQueryNames: ["Action", "Version"],
    signsQueryOfPost: true,
    requestIDHeader: "X-Tt-Logid",
    pauseHeaders: [("Retry-After", 1_000)],
    operations: { Volcengine.operations },
    errors: Volcengine.errors,
    read: { _, root, request in root.map { Volcengine.read($0, to: request) } })
}

public enum Volcengine {}
