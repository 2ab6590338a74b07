/// www.volcengine.com/docs/6348/1217308, /1232755, /119514. The ID rule is printed for some of the
/// ids only; docs/6348/69828 gives it for all of them.
extension Operation {
  public static let startWBRecord = Operation(
    cloud: .volcengine, action: "StartWBRecord", version: "2020-12-01", place: .body,
    effect: .start, task: Task("whiteboard", ["AppId", "RoomId", "TaskId"]), rate: 10,
    parameters: [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("TaskId", .identifier),
      .required("UserId", .identifier),
      .optional("BusinessId", .identifier),
      .optional("SourceURL", .webURL),
    ])

  public static let stopWBRecord = Operation(
    cloud: .volcengine, action: "StopWBRecord", version: "2023-11-01", place: .body,
    effect: .stop, task: Task("whiteboard", ["AppId", "RoomId", "TaskId"]), rate: 10,
    parameters: [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("UserId", .identifier),
      .required("TaskId", .identifier),
    ])

  public static let stopWebcast = Operation(
    cloud: .volcengine, action: "StopWebcast", version: "2020-12-01", place: .body,
    effect: .stop, task: Task("webcast", ["AppId", "RoomId", "TaskId"]), rate: 150,
    parameters: [
      .required("AppId", .identifier),
      .required("RoomId", .identifier),
      .required("TaskId", .identifier),
    ])
}
