/// Tencent Cloud Live: www.tencentcloud.com/document/product/267/30762. The host finds the nearest
/// region by itself; a region is only needed by actions that say so, and goes into a header. The
/// vendor's SDKs read no token; its command tccli reads the first of the two variables.
extension Cloud {
  public static let tencent: Cloud = Cloud(
    number: 3,
    name: "tencent",
    otherNames: [],
    title: "Tencent Cloud Live",
    service: "live",
    region: "",
    host: "live.tencentcloudapi.com",
    regionalHosts: [],
    domains: ["tencentcloudapi.com", "tencentcloudapi.com.cn", "tencentcloudapi.cn"],
    environment: [
      EnvironmentNames(
        accessKeyID: "TENCENTCLOUD_SECRET_ID", accessKeySecret: "TENCENTCLOUD_SECRET_KEY",
        securityTokens: ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SESSION_TOKEN"])
    ],
    keys: Tencent.keys,
    signature: .tencent,
    postContentType: "application/json",
    getContentType: "application/x-www-form-urlencoded",
    postPlace: .body,
    firstOfList: 0,
    ownQueryNames: [],
    signsQueryOfPost: false,
    requestIDHeader: "X-TC-RequestId",
    pauseHeaders: [("Retry-After", 1_000)],
    operations: { Tencent.operations },
    errors: Tencent.errors,
    read: { _, root, request in root.map { Tencent.read($0, to: request) } })
}

public enum Tencent {}
