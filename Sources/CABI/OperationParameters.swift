import CCrec
import Engine

/// A parameter struct of the header: which operation it is for, and its members under the cloud's
/// own names.
protocol OperationParameters: InputStruct {
  static var operation: Operation { get }
  var arguments: [Argument] { get }
  var version: UnsafePointer<CChar>! { get }
}

extension crec_start_wb_record_params: OperationParameters {
  static var operation: Operation { Volcengine.startWBRecord }

  var arguments: [Argument] {
    [
      Argument("AppId", unsafe text(app_id)),
      Argument("RoomId", unsafe text(room_id)),
      Argument("TaskId", unsafe text(task_id)),
      Argument("UserId", unsafe text(user_id)),
      Argument("BusinessId", unsafe text(business_id)),
      Argument("SourceURL", unsafe text(source_url)),
    ]
  }
}

extension crec_stop_wb_record_params: OperationParameters {
  static var operation: Operation { Volcengine.stopWBRecord }

  var arguments: [Argument] {
    [
      Argument("AppId", unsafe text(app_id)),
      Argument("RoomId", unsafe text(room_id)),
      Argument("UserId", unsafe text(user_id)),
      Argument("TaskId", unsafe text(task_id)),
    ]
  }
}

extension crec_stop_webcast_params: OperationParameters {
  static var operation: Operation { Volcengine.stopWebcast }

  var arguments: [Argument] {
    [
      Argument("AppId", unsafe text(app_id)),
      Argument("RoomId", unsafe text(room_id)),
      Argument("TaskId", unsafe text(task_id)),
    ]
  }
}

extension crec_stop_rtc_cloud_recording_params: OperationParameters {
  static var operation: Operation { Alibaba.stopRtcCloudRecording }

  var arguments: [Argument] {
    [
      Argument("TaskId", unsafe text(task_id))
    ]
  }
}

extension crec_stop_live_record_params: OperationParameters {
  static var operation: Operation { Tencent.stopLiveRecord }

  var arguments: [Argument] {
    [
      Argument("StreamName", unsafe text(stream_name)),
      Argument("TaskId", unsafe text(task_id)),
    ]
  }
}
