import Testing

@testable import Engine

@Suite struct ValidationTests {
  private func faults(_ action: String, of cloud: Cloud, _ json: String) -> [String] {
    faults(Bytes(action), of: cloud, version: nil, json)
  }

  private func faults(
    _ action: Bytes?, of cloud: Cloud, version: Bytes?, _ json: String
  ) -> [String] {
    do throws(Refusal) {
      _ = try Request(action, of: cloud, version: version, json: Bytes(json))
      return []
    } catch {
      return error.faults.map { "\($0.field.string) \($0.problem.string)" }
    }
  }

  private func webcast(_ members: String) -> [String] {
    faults(
      "StartWebcast", of: .volcengine,
      #"{"AppId":"a","RoomId":"r","TaskId":"t","UserId":"u","SourceURL":"https://e"\#(members)}"#)
  }

  private func recording(_ members: String) -> [String] {
    faults(
      "StartRtcCloudRecording", of: .alibaba,
      #"""
      {"AppId":"a","ChannelId":"c","SubscribeParams":{"SubscribeUserIdList":[{"UserId":"u"}]},
      "RecordParams":{"RecordMode":0},"StorageParams":{"StorageType":1}\#(members)}
      """#)
  }

  private func live(_ members: String) -> [String] {
    faults("CreateLiveRecord", of: .tencent, #"{"StreamName":"s"\#(members)}"#)
  }

  @Test func whatIsRightIsTaken() {
    #expect(webcast("") == [])
    #expect(
      webcast(
        #"""
        ,"MaxRunningTime":10,"EventNotifyConfig":{"EnableEventNotify":true,"StartTimeout":0},
        "VideoSolutions":[{"Width":1280,"Height":720},{}]
        """#) == [])
    #expect(recording("") == [])
    #expect(
      recording(#","MixLayoutParams":{"UserPanes":[{"X":"0.5","Y":"1.0","Width":"0"}]}"#) == [])
    #expect(live(#","Highlight":1,"RecordType":"VIDEO""#) == [])
    for time in ["2017-01-01 10:10:01", "2017-01-01+10%3a10%3A01", "2017-01-01%2010:10:01"] {
      #expect(live(#","StartTime":"\#(time)","EndTime":"\#(time)""#) == [])
    }
  }

  @Test func aWrongTypeIsNamedByItsPath() {
    #expect(webcast(#","MaxRunningTime":"60""#) == ["MaxRunningTime is a text"])
    #expect(webcast(#","MaxRunningTime":"1m""#) == ["MaxRunningTime has a 'm' at character 2"])
    #expect(webcast(#","MaxRunningTime":60.5"#) == ["MaxRunningTime has a '.' at character 3"])
    #expect(webcast(#","EventNotifyConfig":[]"#) == ["EventNotifyConfig is a list"])
    #expect(
      webcast(#","EventNotifyConfig":{"EnableEventNotify":1}"#)
        == ["EventNotifyConfig.EnableEventNotify is a number"])
    #expect(webcast(#","VideoSolutions":[{},3]"#) == ["VideoSolutions[1] is a number"])
    #expect(webcast(#","BusinessId":null"#) == ["BusinessId is null"])
    #expect(
      recording(#","NotifyFileUploadedFormat":["mp4",{}]"#)
        == ["NotifyFileUploadedFormat[1] is an object"])
  }

  @Test func aValueOutOfItsRangeIsNamedByItsPath() {
    #expect(
      webcast(#","VideoSolutions":[{"Width":1281,"Height":1082,"FrameRate":0}]"#) == [
        "VideoSolutions[0].Width is odd", "VideoSolutions[0].Height is 1082",
        "VideoSolutions[0].FrameRate is 0",
      ])
    #expect(webcast(#","MaxRunningTime":9"#) == ["MaxRunningTime is 9"])
    #expect(webcast(#","MaxRunningTime":-1"#) == ["MaxRunningTime has a '-' at character 1"])
    #expect(
      recording(#","MixLayoutParams":{"UserPanes":[{"X":"1.5"},{"Y":".5"}]}"#) == [
        "MixLayoutParams.UserPanes[0].X is not such a part",
        "MixLayoutParams.UserPanes[1].Y is not such a part",
      ])
    #expect(recording(#","NotifyAuthKey":"short""#) == ["NotifyAuthKey has 5 characters"])
    for time in ["2017-13-01 10:10:01", "2017-01-01 24:00:00", "2017-01-01T10:10:01", "now"] {
      #expect(live(#","Highlight":1,"EndTime":"\#(time)""#) == ["EndTime is not such a time"])
    }
    #expect(live(#","Highlight":1,"FileFormat":"avi""#) == ["FileFormat is not an allowed value"])
    let long = "https://e/" + String(repeating: "x", count: 2_048)
    #expect(recording(#","NotifyUrl":"\#(long)""#) == ["NotifyUrl has 2058 characters"])
  }

  @Test func tooManyElementsOrNoneAreCounted() {
    #expect(webcast(#","VideoSolutions":[{},{},{}]"#) == ["VideoSolutions has 3 elements"])
    #expect(
      faults(
        "UpdateRtcCloudRecording", of: .alibaba,
        #"{"TaskId":"t","SubscribeParams":{"SubscribeUserIdList":[]}}"#)
        == ["SubscribeParams.SubscribeUserIdList has 0 elements"])
    #expect(webcast(#","VideoSolutions":[]"#) == [])
  }

  @Test func whatIsMissingIsNamedByItsPath() {
    #expect(
      faults("StartRtcCloudRecording", of: .alibaba, #"{"SubscribeParams":{}}"#) == [
        "AppId is missing", "ChannelId is missing",
        "SubscribeParams.SubscribeUserIdList is missing", "RecordParams is missing",
        "StorageParams is missing",
      ])
    #expect(
      faults(
        "UpdateRtcCloudRecording", of: .alibaba,
        #"{"TaskId":"t","SubscribeParams":{"SubscribeUserIdList":[{"UserId":"u"},{}]}}"#)
        == ["SubscribeParams.SubscribeUserIdList[1].UserId is missing"])
    #expect(live("") == ["StartTime is missing", "EndTime is missing"])
    #expect(live(#","Highlight":0"#) == ["StartTime is missing", "EndTime is missing"])
  }

  @Test func anUnknownMemberIsNamedByItsPath() {
    #expect(
      webcast(#","appid":"a","EventNotifyConfig":{"X":1}"#)
        == ["EventNotifyConfig.X is no field", "appid is no field"])
    #expect(webcast(#","a\u0001b":"a""#) == ["a b is no field"])
  }

  @Test func aTaskIDOfTheOtherFamilyIsRefusedByName() {
    func fault(_ action: String, _ json: String) -> Fault? {
      do throws(Refusal) {
        _ = try Request(Bytes(action), of: .tencent, version: nil, json: Bytes(json))
        return nil
      } catch {
        return error.faults.first
      }
    }
    for action in ["StopLiveRecord", "DeleteLiveRecord"] {
      let other = fault(action, #"{"StreamName":"s","TaskId":"UZZUVbQ1FSQFlv"}"#)
      #expect(other?.problem.string == "has a 'U' at character 1")
      #expect(
        other?.rule.string.contains("what CreateRecordTask made is for StopRecordTask") == true)
    }
    for action in ["StopRecordTask", "DeleteRecordTask"] {
      #expect(fault(action, #"{"TaskId":123}"#)?.problem.string == "is a number")
      let other = fault(action, #"{"TaskId":"123"}"#)
      #expect(other?.problem.string == "is an integer")
      #expect(
        other?.rule.string.contains("what CreateLiveRecord made is for StopLiveRecord") == true)
    }
  }

  @Test func timesThatAreTooFarApartAreRefused() {
    func task(_ start: Int, _ end: Int) -> [String] {
      faults("DescribeRecordTask", of: .tencent, #"{"StartTime":\#(start),"EndTime":\#(end)}"#)
    }
    #expect(task(100, 604_900) == [])
    #expect(task(100, 604_901) == ["EndTime is 604801 seconds later"])
    #expect(task(100, 100) == ["EndTime is not later"])
    #expect(task(Int.max, Int.max - 1) == ["EndTime is not later"])
    #expect(task(0, Int.max) == ["EndTime is \(Int.max) seconds later"])
  }

  /// In a document numbers are told from texts by what no text may hold.
  @Test func aTextThatBeginsLikeAMarkedNumberIsAText() {
    #expect(
      faults("StopLiveRecord", of: .tencent, #"{"StreamName":"s","TaskId":"\u0001123"}"#)
        == ["TaskId has a character U+0001 at character 1"])
    #expect(
      faults("StopLiveRecord", of: .tencent, #"{"StreamName":"\u0001\u0001","TaskId":1}"#)
        == ["StreamName has a character U+0001 at character 1"])
    #expect(
      live(#","Highlight":"\u00011""#) == [
        "Highlight has a character U+0001 at character 1", "StartTime is missing",
        "EndTime is missing",
      ])
  }

  @Test func noMoreFaultsAreToldThanAnybodyReads() throws {
    let panes = Array(repeating: #"{"X":1,"Y":2}"#, count: 1_000).joined(separator: ",")
    do throws(Refusal) {
      _ = try Request(
        Bytes("UpdateRtcCloudRecording"), of: .alibaba, version: nil,
        json: Bytes(#"{"MixLayoutParams":{"UserPanes":[\#(panes)]}}"#))
      Issue.record("taken")
    } catch {
      #expect(error.faults.count == 100)
      #expect(Outcome(refusal: error).message.count <= Outcome.textLimit)
    }
  }

  @Test func noFaultHidesAnother() {
    #expect(
      faults(Bytes("StopRecordTask"), of: .tencent, version: Bytes("x"), "{")
        == ["fields is cut short", "version is not such a date"])
    #expect(
      faults(Bytes("Nothing"), of: .tencent, version: Bytes("x"), "{") == [
        "action is an unknown operation of Tencent Cloud Live", "fields is cut short",
        "version is not such a date",
      ])
    #expect(
      webcast(#","VideoSolutions":[{},{"Width":51},{}]"#)
        == ["VideoSolutions has 3 elements", "VideoSolutions[1].Width is odd"])
    do throws(Refusal) {
      _ = try Request(
        cloud: .tencent, action: nil, version: Bytes("x"), method: Bytes("PUT"),
        query: [Pair(name: [], value: [])], body: [], contentType: Bytes(" "), json: Bytes("{"))
      Issue.record("taken")
    } catch {
      #expect(
        error.faults.map { $0.field.string } == [
          "action", "version", "content_type", "method", "query", "fields", "fields",
        ])
    }
  }

  @Test func whatIsNoObjectIsRefusedAsSuch() {
    for (json, problem) in [
      ("", "is empty"), ("[]", "is not a JSON object"), ("{", "is cut short"), ("x", "is not JSON"),
      (#"{"a":1,"a":2}"#, "names a member twice"),
    ] {
      #expect(faults("StopRecordTask", of: .tencent, json) == ["fields \(problem)"])
    }
  }
}
