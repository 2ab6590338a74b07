/// Alibaba Cloud ApsaraVideo Live. The pages of 2026 give three regions a host of their own, the
/// vendor's SDK none; a task lives where it was started, so the pages' table holds here and the
/// outcome names the host that was asked.
extension Cloud {
  public static let alibaba: Cloud = Cloud(
    number: 2,
    name: "alibaba",
    otherNames: ["aliyun"],
    title: "Alibaba Cloud Live",
    service: "live",
    region: "cn-shanghai",
    host: "live.aliyuncs.com",
    regionalHosts: [
      ("ap-southeast-1", "live.ap-southeast-1.aliyuncs.com"),
      ("us-east-1", "live.us-east-1.aliyuncs.com"),
      ("eu-central-1", "live.eu-central-1.aliyuncs.com"),
    ],
    domains: [],
    environment: [
      EnvironmentNames(
        accessKeyID: "ALIBABA_CLOUD_ACCESS_KEY_ID",
        accessKeySecret: "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        securityTokens: ["ALIBABA_CLOUD_SECURITY_TOKEN"])
    ],
    keys: Alibaba.keys,
    signature: .alibaba,
    postContentType: "",
    getContentType: "",
    postPlace: .query,
    firstOfList: 1,
    ownQueryNames: [],
    signsQueryOfPost: true,
    requestIDHeader: "x-acs-request-id",
    pauseHeaders: [("x-acs-retry-after", 1), ("Retry-After", 1_000)],
    operations: { Alibaba.operations },
    errors: Alibaba.errors,
    read: { _, root, request in root.map { Alibaba.read($0, to: request) } })
}

public enum Alibaba {}
