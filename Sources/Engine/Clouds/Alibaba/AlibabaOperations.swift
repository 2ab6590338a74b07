/// help.aliyun.com, ApsaraVideo Live; the fields of Start, Update and Describe also from the
/// vendor's SDK. Fields go into the query, and the body stays empty, as in that SDK. Neither says
/// which numbers a RecordMode or a StorageType may be, so any is sent. Nothing lists the tasks.
extension Alibaba {
  private static let subscription = Rule.object([
    .required(
      "SubscribeUserIdList",
      .list(
        of: .object([
          .required("UserId", .text),
          .optional("StreamType", .integerIn(0...2), "0: both, 1: audio, 2: video, mixed only [0]"),
          .optional("SourceType", .integerIn(0...1), "0: camera, 1: screen [0]"),
        ]), 1...17))
  ])

  private static let picture = Rule.object([
    .optional("Url", .atMost(2_048, .webURL)),
    .optional("RenderMode", .integerIn(0...1), "0: crop, 1: fit"),
  ])

  private static let layout = Rule.object([
    .optional("MixBackground", picture),
    .optional(
      "UserPanes",
      .list(
        of: .object([
          .optional("UserId", .text),
          .optional("SourceType", .integerIn(0...1), "0: camera, 1: screen"),
          .optional("X", .fraction, "[\"0\"]"),
          .optional("Y", .fraction, "[\"0\"]"),
          .optional("Width", .fraction, "[\"0\"]"),
          .optional("Height", .fraction, "[\"0\"]"),
          .optional("ZOrder", .integer, "0: the bottom layer [0]"),
          .optional("SubBackground", picture),
        ]))),
  ])

  private static let transcoding = Rule.object([
    .required("AudioBitrate", .integerIn(8...500), "kbit/s"),
    .required("AudioChannels", .integer),
    .required("AudioSampleRate", .integer, "Hz"),
    .optional("FrameFillType", .integer),
    .optional("VideoBitrate", .integerIn(1...10_000), "kbit/s"),
    .optional("VideoCodec", .text),
    .optional("VideoFramerate", .integerIn(1...60)),
    .optional("VideoGop", .integerIn(1...60), "frames"),
    .optional("VideoHeight", .integerIn(0...1_920), "pixels [0]"),
    .optional("VideoWidth", .integerIn(0...1_920), "pixels [0]"),
  ])

  private static let storage = Rule.object([
    .required("StorageType", .integer),
    .optional(
      "OSSParams",
      .object([.required("OSSBucket", .text), .required("OSSEndpoint", .text)]),
      "needed for OSS"),
    .optional(
      "VodParams",
      .object([
        .optional("AutoCompose", .integer),
        .optional("ComposeVodTranscodeGroupId", .text),
        .optional("StorageLocation", .text),
        .optional("VodTranscodeGroupId", .text),
      ]), "needed for VOD"),
    .optional(
      "FileInfo",
      .list(
        of: .object([
          .required("Format", .oneOf(["MP4", "HLS", "MP3"])),
          .optional("FileNamePattern", .text),
          .optional("FilePathPrefix", .list(of: .text), "a directory each"),
          .optional("SliceDuration", .integerIn(10...30), "seconds, of HLS [30]"),
          .optional("SliceNamePattern", .text),
        ])), "of OSS"),
  ])

  private static let startRtcCloudRecording = Operation(
    .alibaba, "StartRtcCloudRecording", version: "2016-11-01", .start, rate: 50,
    "starts recording an RTC channel that has users; answers a task id",
    source: "help.aliyun.com, \"StartRtcCloudRecording\"",
    [
      .required("AppId", .text),
      .required("ChannelId", .text),
      .required("SubscribeParams", subscription),
      .required(
        "RecordParams",
        .object([
          .required("RecordMode", .integer),
          .optional("StreamType", .integer),
          .optional("MaxFileDuration", .integerIn(180...7_200), "seconds [7200]"),
        ])),
      .required("StorageParams", storage),
      .optional("MixLayoutParams", layout, "needed to mix streams with a picture"),
      .optional("MixTranscodeParams", transcoding, "needed to mix streams"),
      .optional("MaxIdleTime", .integerIn(10...14_400), "seconds [300]"),
      .optional("NotifyUrl", .atMost(2_048, .webURL)),
      .optional("NotifyAuthKey", .alphanumeric(16...64)),
      .optional("NotifyFileUploadedFormat", .list(of: .text)),
    ],
    life: .init(
      stop: "StopRtcCloudRecording",
      query: .init(action: "DescribeRtcCloudRecordingFiles", fields: []),
      bound: .init(
        words: "it ends once the channel has been empty for MaxIdleTime; no time ends it")))

  public static let stopRtcCloudRecording = Operation(
    .alibaba, "StopRtcCloudRecording", version: "2016-11-01", .stop, task: .init("rtc", ["TaskId"]),
    rate: 50, "stops what StartRtcCloudRecording started, in the same region",
    source: "help.aliyun.com, \"StopRtcCloudRecording\"",
    [.required("TaskId", .maskableIdentifier, "from StartRtcCloudRecording")])

  private static let updateRtcCloudRecording = Operation(
    .alibaba, "UpdateRtcCloudRecording", version: "2016-11-01", .update,
    task: .init("rtc", ["TaskId"]), rate: 50, "changes whom a running task records, and where",
    source: "help.aliyun.com, \"UpdateRtcCloudRecording\"",
    [
      .required("TaskId", .maskableIdentifier, "from StartRtcCloudRecording"),
      .required("SubscribeParams", subscription),
      .optional("MixLayoutParams", layout),
    ])

  private static let describeRtcCloudRecordingFiles = Operation(
    .alibaba, "DescribeRtcCloudRecordingFiles", version: "2016-11-01", .query,
    task: .init("rtc", ["TaskId"]), rate: 50,
    "asks how a task of the last 3 days stands, and for its files",
    source: "help.aliyun.com, \"DescribeRtcCloudRecordingFiles\"",
    [.required("TaskId", .maskableIdentifier, "from StartRtcCloudRecording")])

  static let operations = [
    startRtcCloudRecording, stopRtcCloudRecording, updateRtcCloudRecording,
    describeRtcCloudRecordingFiles,
  ]
}
