/// help.aliyun.com, ApsaraVideo Live, "StopRtcCloudRecording". The parameter goes into the query
/// and the body stays empty, as in the vendor's SDK.
extension Operation {
  public static let stopRtcCloudRecording = Operation(
    cloud: .alibaba, action: "StopRtcCloudRecording", version: "2016-11-01", place: .query,
    effect: .stop, task: Task("rtc", ["TaskId"]), rate: 50,
    parameters: [
      .required("TaskId", .maskableIdentifier)
    ])
}
