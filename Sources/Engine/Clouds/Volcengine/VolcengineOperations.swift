/// The ID rule is printed for some of the ids only; www.volcengine.com/docs/6348/69828 gives it for
/// all of them. There is no UpdateWebcast, and nothing that asks about a whiteboard's recording:
/// neither is in the pages or in the vendor's Go SDK.
extension Volcengine {
  private static let whiteboard = Operation.Task("whiteboard", ["AppId", "RoomId", "TaskId"])
  private static let webcast = Operation.Task("webcast", ["AppId", "RoomId", "TaskId"])

  public static let startWBRecord = Operation(
    .volcengine, "StartWBRecord", version: "2020-12-01", .start, task: whiteboard, rate: 10,
    "starts recording a whiteboard", source: "www.volcengine.com/docs/6348/1217308",
    [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("TaskId", .identifier, "the caller's choice, needed for the stop"),
      .required("UserId", .identifier, "a user of that id is thrown out of the room"),
      .optional("BusinessId", .identifier),
      .optional("SourceURL", .webURL, "a custom page"),
    ],
    life: .init(
      stop: "StopWBRecord",
      bound: .init(words: "nothing that the pages name ends it")))

  public static let stopWBRecord = Operation(
    .volcengine, "StopWBRecord", version: "2023-11-01", .stop, task: whiteboard, rate: 10,
    "stops what StartWBRecord started", source: "www.volcengine.com/docs/6348/1232755",
    [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("UserId", .identifier, "the user who makes this call"),
      .required("TaskId", .identifier, "as given to StartWBRecord"),
    ])

  private static let startWebcast = Operation(
    .volcengine, "StartWebcast", version: "2020-12-01", .start, task: webcast, rate: 150,
    "starts recording a web page; one that runs already is left as it is",
    source: "www.volcengine.com/docs/6348/1188207",
    [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("TaskId", .identifier, "the caller's choice, needed for the stop"),
      .required("UserId", .identifier, "a user of that id is thrown out of the room"),
      .optional("BusinessId", .identifier),
      .required("SourceURL", .atMost(1_024, .webURL), "the page"),
      .optional("MaxRunningTime", .integerIn(10...86_400), "seconds [86400]"),
      .optional(
        "EventNotifyConfig",
        .object([
          .optional("EnableEventNotify", .boolean, "[false]"),
          .optional("StartTimeout", .integerIn(0...60), "seconds [0]"),
        ])),
      .optional(
        "MonitorConfig",
        .object([
          .optional("BlankCheckInterval", .zeroOrIntegerIn(2...30), "seconds; 0: off"),
          .optional("CrashCheckInterval", .integerIn(0...30), "seconds; 0: off"),
          .optional("FreezeCheckInterval", .zeroOrIntegerIn(2...30), "seconds; 0: off"),
        ])),
      .optional(
        "VideoSolutions",
        .list(
          of: .object([
            .optional("Width", .evenIntegerIn(50...1_920), "pixels [1280]"),
            .optional("Height", .evenIntegerIn(50...1_080), "pixels [720]"),
            .optional("FrameRate", .integerIn(1...60), "[15]"),
            .optional("Bitrate", .integerIn(0...10_000), "kbit/s; 0: adaptive [0]"),
          ]), 0...2)),
    ],
    life: .init(
      stop: "StopWebcast",
      query: .init(action: "GetWebCastTask", fields: ["AppId", "RoomId", "TaskId"]),
      bound: .init(
        field: "MaxRunningTime", words: "it ends after MaxRunningTime, a day if that is not given"))
  )

  public static let stopWebcast = Operation(
    .volcengine, "StopWebcast", version: "2020-12-01", .stop, task: webcast, rate: 150,
    "stops what StartWebcast started", source: "www.volcengine.com/docs/6348/119514",
    [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("TaskId", .identifier, "as given to StartWebcast"),
    ])

  private static let getWebCastTask = Operation(
    .volcengine, "GetWebCastTask", version: "2020-12-01", method: "GET", .query, task: webcast,
    rate: 60, "asks how StartWebcast's task of the last 72 hours stands",
    source: "www.volcengine.com/docs/6348/204054",
    [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("TaskId", .identifier, "as given to StartWebcast"),
    ])

  static let operations = [
    startWBRecord, stopWBRecord, startWebcast, stopWebcast, getWebCastTask,
  ]
}
