/// www.tencentcloud.com/document/product/267, and the vendor's SDK. There are two families whose
/// tasks are not each other's: CreateLiveRecord with integer ids, which nothing lists, and
/// CreateRecordTask with ids that are texts, which wants a region.
extension Tencent {
  private static let liveTask = Operation.Task("live", ["StreamName", "TaskId"])
  private static let recordTask = Operation.Task("record", ["TaskId"])

  /// The only one that the mainland's pages name, and they want one.
  private static let region: StaticString = "ap-guangzhou"

  private static let liveTaskID = Rule.explained(
    .integer,
    "from CreateLiveRecord: what CreateRecordTask made is for StopRecordTask, DeleteRecordTask")
  private static let recordTaskID = Rule.explained(
    .textButNoInteger,
    "from CreateRecordTask: what CreateLiveRecord made is for StopLiveRecord, DeleteLiveRecord")

  private static let createLiveRecord = Operation(
    .tencent, "CreateLiveRecord", version: "2018-08-01", .start, rate: 500,
    "records a stream between two times, or with Highlight from now on",
    source: "cloud.tencent.com/document/api/267/30148",
    [
      .required("StreamName", .text),
      .optional("AppName", .text, "the path that is pushed to [live]"),
      .optional("DomainName", .text, "that is pushed to, where there are several"),
      .optional("StartTime", .chinaTime),
      .optional("EndTime", .chinaTime),
      .optional("RecordType", .oneOfInAnyCase(["video", "audio"]), "[video]"),
      .optional("FileFormat", .oneOfInAnyCase(["flv", "hls", "mp4", "aac", "mp3"]), "[flv]"),
      .optional("Highlight", .integerIn(0...1), "1: from now on, for 30 minutes at most [0]"),
      .optional("MixStream", .integerIn(0...1), "1: the mixed stream C of A + B = C [0]"),
      .optional(
        "StreamParam", .text,
        "record_interval=SECONDS&storage_time=SECONDS, URL-encoded; the interval 1800 to 7200"),
    ],
    conditions: [
      .required("StartTime", unless: "Highlight", is: 1),
      .required("EndTime", unless: "Highlight", is: 1),
    ],
    life: .init(
      stop: "StopLiveRecord",
      bound: .init(
        field: "EndTime", unit: .chinaTime,
        words: "it ends at EndTime; with Highlight after 30 minutes")))

  public static let stopLiveRecord = Operation(
    .tencent, "StopLiveRecord", version: "2018-08-01", .stop, task: liveTask, rate: 200,
    "stops what CreateLiveRecord made", source: "cloud.tencent.com/document/api/267/32607",
    [.required("StreamName", .text), .required("TaskId", liveTaskID)])

  private static let deleteLiveRecord = Operation(
    .tencent, "DeleteLiveRecord", version: "2018-08-01", .delete, task: liveTask, rate: 200,
    "deletes the entry of a task that has ended; it stops none",
    source: "cloud.tencent.com/document/product/1001/30147",
    [.required("StreamName", .text), .required("TaskId", liveTaskID)])

  private static let createRecordTask = Operation(
    .tencent, "CreateRecordTask", version: "2018-08-01", .start, region: region, rate: 20,
    "records a stream between two times, by a template",
    source: "www.tencentcloud.com/document/product/267/37309",
    [
      .required("StreamName", .text),
      .required("DomainName", .text, "that is pushed to"),
      .required("AppName", .text, "the path that is pushed to"),
      .required("EndTime", .integer, "unix time, in 7 days at most"),
      .optional("StartTime", .integer, "unix time [now]"),
      .optional("StreamType", .integerIn(0...1), "1: the mixed stream C of A + B = C [0]"),
      .optional("TemplateId", .integer, "from CreateLiveRecordTemplate [HLS, kept in VOD]"),
      .optional("Extension", .text),
    ],
    conditions: [.span(from: "StartTime", to: "EndTime", atMost: 86_400)],
    life: .init(
      stop: "StopRecordTask",
      query: .init(
        action: "DescribeRecordTask", fields: ["StreamName", "DomainName", "AppName"],
        search: .init(
          from: "StartTime", to: "EndTime", seconds: 604_800, list: "Response.TaskList",
          page: "ScrollToken", stopped: "Stopped")),
      bound: .init(field: "EndTime", unit: .unixTime, words: "it ends at EndTime")))

  private static let stopRecordTask = Operation(
    .tencent, "StopRecordTask", version: "2018-08-01", .stop, task: recordTask, region: region,
    rate: 20,
    "stops what CreateRecordTask made, for good",
    source: "www.tencentcloud.com/document/product/267/37307",
    [.required("TaskId", recordTaskID)])

  private static let deleteRecordTask = Operation(
    .tencent, "DeleteRecordTask", version: "2018-08-01", .delete, task: recordTask, region: region,
    rate: 20,
    "deletes a task; what is being recorded goes on",
    source: "www.tencentcloud.com/document/product/267/37308",
    [.required("TaskId", recordTaskID)])

  private static let describeRecordTask = Operation(
    .tencent, "DescribeRecordTask", version: "2018-08-01", .query, region: region, rate: 20,
    "lists CreateRecordTask's tasks that start and end within a time",
    source: "www.tencentcloud.com/document/product/267, \"DescribeRecordTask\"",
    [
      .required("StartTime", .integer, "unix time, 90 days ago at most"),
      .required("EndTime", .integer, "unix time"),
      .optional("StreamName", .text),
      .optional("DomainName", .text),
      .optional("AppName", .text),
      .optional("ScrollToken", .text, "from the reply before, for the next page"),
    ],
    conditions: [.span(from: "StartTime", to: "EndTime", atMost: 604_800)])

  static let operations = [
    createLiveRecord, stopLiveRecord, deleteLiveRecord, createRecordTask, stopRecordTask,
    deleteRecordTask, describeRecordTask,
  ]
}
