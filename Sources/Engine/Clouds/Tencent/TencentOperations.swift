/// www.tencentcloud.com/document/product/267, "StopLiveRecord". It stops what CreateLiveRecord
/// made; the string task ids of CreateRecordTask belong to StopRecordTask.
extension Operation {
  public static let stopLiveRecord = Operation(
    cloud: .tencent, action: "StopLiveRecord", version: "2018-08-01", place: .body,
    effect: .stop, task: Task("live", ["StreamName", "TaskId"]), rate: 200,
    parameters: [
      .required("StreamName", .text),
      .required("TaskId", .integer),
    ])
}
