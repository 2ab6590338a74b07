import CCrec
import Engine
import Platform

/// A parameter struct of the header: which operation it is for, and its members in the
/// order of that operation's parameters.
protocol OperationParameters: InputStruct {
  static var operation: Operation { get }
  var values: [Bytes?] { get }
  var version: UnsafePointer<CChar>! { get }
}

extension crec_start_wb_record_params: OperationParameters {
  static var operation: Operation { Volcengine.startWBRecord }

  var values: [Bytes?] {
    unsafe [
      text(app_id),
      text(room_id),
      text(task_id),
      text(user_id),
      text(business_id),
      text(source_url),
    ]
  }
}

extension crec_stop_wb_record_params: OperationParameters {
  static var operation: Operation { Volcengine.stopWBRecord }

  var values: [Bytes?] {
    unsafe [
      text(app_id),
      text(room_id),
      text(user_id),
      text(task_id),
    ]
  }
}

extension crec_stop_webcast_params: OperationParameters {
  static var operation: Operation { Volcengine.stopWebcast }

  var values: [Bytes?] {
    unsafe [
      text(app_id),
      text(room_id),
      text(task_id),
    ]
  }
}

extension crec_stop_rtc_cloud_recording_params: OperationParameters {
  static var operation: Operation { Alibaba.stopRtcCloudRecording }

  var values: [Bytes?] {
    unsafe [
      text(task_id)
    ]
  }
}

extension crec_stop_live_record_params: OperationParameters {
  static var operation: Operation { Tencent.stopLiveRecord }

  var values: [Bytes?] {
    unsafe [
      text(stream_name),
      text(task_id),
    ]
  }
}
