import Crypto
import Testing

@testable import Engine

/// The places of keys, their order, and the words for what they lack.
struct KeySourceTests {
  private static let tencentFile =
    "[default]\nsecret_id=id1\nsecret_key=s1\n[prod]\nsecret_id=id2\nsecret_key=s2"
  private static let aliyun = """
    {"current": "a", "profiles": [
      {"name": "a", "mode": "AK", "access_key_id": " ida ", "access_key_secret": "sa"},
      {"name": "sts", "mode": "StsToken", "access_key_id": "idt", "access_key_secret": "st",
       "sts_token": "tt"},
      {"name": "role", "mode": "RamRoleArn", "access_key_id": "idr", "access_key_secret": "sr",
       "ram_role_arn": "acs:ram::1:role/r", "sts_region": "cn-beijing", "enable_vpc": true},
      {"name": "chain", "mode": "ChainableRamRoleArn", "source_profile": "a",
       "ram_role_arn": "acs:ram::1:role/r"},
      {"name": "loop", "mode": "ChainableRamRoleArn", "source_profile": "pool",
       "ram_role_arn": "acs:ram::1:role/r"},
      {"name": "pool", "mode": "ChainableRamRoleArn", "source_profile": "loop",
       "ram_role_arn": "acs:ram::1:role/r"},
      {"name": "sso", "mode": "CloudSSO"},
      {"name": "run", "mode": "External", "process_command": "tool 'get it'"}]}
    """
  private static let assumed = """
    {"RequestId": "r", "Credentials": {"AccessKeyId": "STS.x", "AccessKeySecret": "xs",
     "SecurityToken": "xt", "Expiration": "2024-02-29T17:00:00Z"}}
    """

  private func alibaba(_ profile: String?) -> Surroundings {
    var world = Surroundings()
    world.variables = ["HOME": "/h"]
    world.files = ["/h/.aliyun/config.json": Self.aliyun]
    world.options.profile = profile.map { Bytes($0) }
    world.replies = ["AssumeRole": (200, Self.assumed)]
    world.outputs = [
      "tool|get it": #"{"mode": "AK", "access_key_id": "idp", "access_key_secret": "sp"}"#
    ]
    return world
  }

  private func words(_ key: FoundKey) -> String {
    let token = key.credentials.securityToken.map {
      "/\(String(decoding: $0.bytes, as: UTF8.self))"
    }
    return "\(String(decoding: key.credentials.accessKeyID, as: UTF8.self))\(token ?? "")"
  }

  @Test(arguments: [
    (nil, "ida", []), ("sts", "idt/tt", []),
    ("role", "STS.x/xt", ["AssumeRole at sts-vpc.cn-beijing.aliyuncs.com by idr"]),
    ("chain", "STS.x/xt", ["AssumeRole at sts.aliyuncs.com by ida"]),
    ("run", "idp", ["run tool|get it"]),
  ])
  func aProfileOfAlibabasCommandHasAKey(_ profile: String?, _ key: String, _ asked: [String]) throws
  {
    let world = alibaba(profile)
    let found = try world.find(.alibaba).get()
    #expect(words(found) == key)
    #expect(found.source == Bytes("cli"))
    #expect(world.asked.all == ["file /h/.aliyun/config.json"] + asked)
  }

  @Test(arguments: [
    ("loop", "profile loop of /h/.aliyun/config.json has itself as its source"),
    ("sso", "profile sso of /h/.aliyun/config.json has the mode CloudSSO, which is not done here"),
    ("none", "/h/.aliyun/config.json has no profile none"),
  ])
  func theFaultOfAProfileIsNamed(_ profile: String, _ why: String) throws {
    var world = alibaba(profile)
    world.options.source = Bytes("cli")
    guard case .failure(let nothing) = try world.find(.alibaba) else {
      Issue.record("a key")
      return
    }
    #expect(nothing.why == "cli: \(why)")
  }

  /// Each asks the next, so that thousands would need more stack than there is.
  @Test func aLongChainIsRefused() throws {
    let chain = (0..<20).map { index in
      #"{"name": "p\#(index)", "mode": "ChainableRamRoleArn", "ram_role_arn": "r", "#
        + #""source_profile": "p\#(index + 1)"}"#
    }
    var world = alibaba(nil)
    world.options.source = Bytes("cli")
    let profiles = chain.joined(separator: ", ")
    world.files = ["/h/.aliyun/config.json": #"{"current": "p0", "profiles": [\#(profiles)]}"#]
    guard case .failure(let nothing) = try world.find(.alibaba) else {
      Issue.record("a key")
      return
    }
    #expect(
      nothing.why == "cli: profile p16 of /h/.aliyun/config.json is the 16th source in a row")
  }

  @Test func theFirstSourceThatHasAKeyIsTaken() throws {
    var world = Surroundings()
    world.variables = ["HOME": "/h"]
    world.files = ["/h/.tencentcloud/credentials": Self.tencentFile]
    #expect(words(try world.find(.tencent).get()) == "id1")
    world.options.profile = Bytes("prod")
    #expect(words(try world.find(.tencent).get()) == "id2")
    world.options.profile = nil
    world.variables["TENCENTCLOUD_CREDENTIALS_FILE"] = "/other"
    world.files["/other"] = "[default]\nsecret_id=id3\nsecret_key=s3"
    #expect(words(try world.find(.tencent).get()) == "id3")
  }

  @Test func aSourceThatHadTheKeyIsAskedFirst() throws {
    var world = Surroundings()
    world.variables = ["HOME": "/h"]
    let role = "GET /latest/meta-data/cam/security-credentials/"
    world.replies = [
      role: (200, "r"),
      role + "r": (
        200,
        #"{"Code": "Success", "TmpSecretId": "i", "TmpSecretKey": "s", "Token": "t", "#
          + #""ExpiredTime": 1709226000}"#
      ),
    ]
    let found = try world.find(.tencent, last: "metadata").get()
    #expect(words(found) == "i/t")
    #expect(found.expiry == .at(1_709_226_000))
    #expect(world.asked.all.count == 2)
    world.replies = [:]
    world.files = ["/etc/tencentcloud/credentials": Self.tencentFile]
    #expect(words(try world.find(.tencent, last: "metadata").get()) == "id1")
  }

  @Test func allThatWereAskedAreNamed() throws {
    var world = Surroundings()
    world.variables = ["HOME": "/h", "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "True"]
    world.files = ["/h/.aliyun/config.json": "<html>"]
    guard case .failure(let nothing) = try world.find(.alibaba) else {
      Issue.record("a key")
      return
    }
    #expect(
      nothing.why == """
        environment: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET are not set; \
        oidc: ALIBABA_CLOUD_ROLE_ARN is not set; \
        cli: /h/.aliyun/config.json is not JSON; \
        file: /h/.alibabacloud/credentials.ini is not there; \
        metadata: it is switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED; \
        uri: ALIBABA_CLOUD_CREDENTIALS_URI is not set
        """)
    #expect(!nothing.isPassing)
  }

  /// The service of a newer machine is asked with a token, that of an older one without.
  @Test func alibabasOlderMetadataIsAskedWhereItSaysSo() throws {
    var world = Surroundings()
    world.options.source = Bytes("metadata")
    let roles = "GET /latest/meta-data/ram/security-credentials/"
    world.replies = [
      "PUT /latest/api/token": (404, ""), roles: (200, "r\n"),
      roles + "r": (
        200,
        #"{"Code": "Success", "AccessKeyId": "i", "AccessKeySecret": "s", "SecurityToken": "t", "#
          + #""Expiration": "2024-02-29T17:00:00Z"}"#
      ),
    ]
    #expect(words(try world.find(.alibaba).get()) == "i/t")
    world.variables = ["ALIBABA_CLOUD_IMDSV1_DISABLED": "true"]
    #expect((try? world.find(.alibaba).get()) == nil)
    world.variables = [:]
    world.replies["PUT /latest/api/token"] = nil
    let before = world.asked.all.count
    #expect((try? world.find(.alibaba).get()) == nil)
    #expect(world.asked.all.count == before + 1, "one that hangs is asked once")
  }

  @Test(arguments: [
    ("", "the answer is empty"), ("<html>", "the answer is not JSON"),
    (#"{"Code": "Fail"}"#, "its Code is not Success"),
    (#"{"Code": "Success"}"#, "the answer has no ExpiredTime that is a time"),
    (
      #"{"Code": "Success", "ExpiredTime": 1, "TmpSecretId": "i"}"#,
      "TmpSecretKey is missing"
    ),
    (
      #"{"Code": "Success", "ExpiredTime": "soon"}"#, "the answer has no ExpiredTime that is a time"
    ),
  ])
  func theFaultOfAnAnswerIsNamed(_ body: String, _ problem: String) throws {
    var world = Surroundings()
    world.options.source = Bytes("metadata")
    let roles = "GET /latest/meta-data/cam/security-credentials/"
    world.replies = [roles: (200, "r"), roles + "r": (200, body)]
    guard case .failure(let nothing) = try world.find(.tencent) else {
      Issue.record("a key")
      return
    }
    #expect(nothing.why.contains(problem), "\(nothing.why)")
  }
}
