import JSON
import Testing

@testable import Engine

@Suite struct OperationTests {
  private func request(_ action: String, of cloud: Cloud, _ json: String) throws -> Request {
    try Request(Bytes(action), of: cloud, version: nil, json: Bytes(json))
  }

  @Test func anActionIsThereOncePerCloudAndSaysWhatAReaderNeeds() {
    for operation in Operation.all {
      let same = Operation.all.filter {
        $0.cloud.number == operation.cloud.number && $0.action.bytes == operation.action.bytes
      }
      #expect(same.count == 1, "\(operation.action)")
      #expect(!operation.summary.bytes.isEmpty && !operation.source.bytes.isEmpty)
      #expect(Rule.version.problem(with: operation.version.bytes) == nil)
      for name in operation.task?.names ?? [] {
        let parameter = operation.parameters.first { $0.name.bytes == name.bytes }
        #expect(parameter?.isRequired == true, "\(operation.action): \(name)")
      }
    }
  }

  @Test func aStopMeansTheTaskOfItsStart() throws {
    let ids = #""AppId":"a","RoomId":"r","TaskId":"t""#
    let start = try request(
      "StartWebcast", of: .volcengine, #"{\#(ids),"UserId":"u","SourceURL":"https://e"}"#)
    #expect(start.taskIDs.string == "a/r/t")
    #expect(try request("StopWebcast", of: .volcengine, "{\(ids)}").task == start.task)
    let whiteboard = try request("StopWBRecord", of: .volcengine, #"{\#(ids),"UserId":"u"}"#)
    #expect(whiteboard.task != start.task)
  }

  @Test func aTaskThatTheCloudNamesHasNoName() throws {
    let created = try request(
      "CreateLiveRecord", of: .tencent, #"{"StreamName":"s","Highlight":1}"#)
    #expect(created.task == nil && created.taskIDs.isEmpty)
  }

  @Test func onlyWhatIsNoMoreTwiceThanOnceIsRepeatable() {
    let repeatable = ["Stop", "Delete", "Get", "Describe"]
    let others = ["Start", "Create", "Update"]
    for operation in Operation.all {
      let name = operation.action.bytes.string
      if repeatable.contains(where: { name.hasPrefix($0) }) {
        #expect(operation.effect.isRepeatable, "\(name)")
      } else if others.contains(where: { name.hasPrefix($0) }) {
        #expect(!operation.effect.isRepeatable, "\(name)")
      }
    }
  }

  @Test func fieldsGoWhereTheCloudWantsThemAsTheyAreWritten() throws {
    let body = try request(
      "StopLiveRecord", of: .tencent, #"{ "TaskId" : 9007199254740993, "StreamName": "ü\/\u00e9" }"#
    )
    #expect(body.method.bytes == "POST" && body.query.isEmpty)
    #expect(body.body.string == #"{"TaskId":9007199254740993,"StreamName":"ü\/\u00e9"}"#)

    let query = try request(
      "UpdateRtcCloudRecording", of: .alibaba,
      #"{"TaskId":"t","SubscribeParams":{ "SubscribeUserIdList": [{"UserId":"u v"}]}}"#)
    #expect(query.method.bytes == "POST" && query.body.isEmpty && query.contentType.isEmpty)
    #expect(
      query.query.string
        == "SubscribeParams=%7B%22SubscribeUserIdList%22%3A%5B%7B%22UserId%22%3A%22u%20v%22%7D%5D"
        + "%7D&TaskId=t")

    let get = try request(
      "GetWebCastTask", of: .volcengine, #"{"AppId":"a","RoomId":"r","TaskId":"t"}"#)
    #expect(get.method.bytes == "GET" && get.body.isEmpty)
    #expect(
      get.query.string
        == "Action=GetWebCastTask&AppId=a&RoomId=r&TaskId=t&Version=2020-12-01")
  }

  @Test func anyActionIsPlacedAlikeAndPacedIfItIsKnown() throws {
    func any(_ cloud: Cloud, _ method: String?, _ json: String) throws -> Request {
      try Request(
        cloud: cloud, action: Bytes("StopLiveRecord"), version: Bytes("2018-08-01"),
        method: method.map { Bytes($0) }, query: [], body: [], contentType: nil, json: Bytes(json),
        isRepeatable: true)
    }
    let unchecked = try any(.tencent, nil, #"{"A": 1.50, "B": null, "C": ["x"]}"#)
    #expect(unchecked.body.string == #"{"A":1.50,"B":null,"C":["x"]}"#)
    #expect(unchecked.operation?.rate == 200 && unchecked.task == nil && unchecked.isRepeatable)
    let json =
      #"{"A": 1.50, "B": null, "C": ["x", 2.5, true], "D": "\u0001", "E": [{"F": 1}], "G": []}"#
    let asked = try any(.volcengine, "GET", json)
    #expect(
      asked.query.string
        == "A=1.50&Action=StopLiveRecord&C.1=x&C.2=2.5&C.3=true&D=%01"
        + "&E=%5B%7B%22F%22%3A1%7D%5D&Version=2018-08-01")
    #expect(asked.operation == nil)
  }

  @Test func whatTheSignatureAddsIsNotGivenTwice() {
    for json in [#"{"Action":"A"}"#, #"{"Version":"2018-08-01"}"#] {
      #expect(throws: Refusal.self) {
        try Request(
          cloud: .volcengine, action: Bytes("Any"), version: Bytes("2018-08-01"),
          method: Bytes("GET"), query: [], body: [], contentType: nil, json: Bytes(json))
      }
    }
  }

  @Test func aCloudIsFoundByItsNumberAndItsNames() {
    for (place, cloud) in Cloud.all.enumerated() {
      #expect(cloud.number == Int32(place) + 1)
      #expect(Cloud.numbered(cloud.number)?.number == cloud.number)
      for name in [cloud.name] + cloud.otherNames {
        #expect(Cloud.named(name.bytes)?.number == cloud.number, "\(name)")
      }
    }
    #expect(Cloud.named(Bytes("aliyun"))?.number == Cloud.alibaba.number)
    for number in [0, -1, Int32(Cloud.all.count) + 1, .min, .max] {
      #expect(Cloud.numbered(number) == nil)
    }
    for name in ["", "Tencent", "tencent ", "Tencent Cloud Live"] {
      #expect(Cloud.named(Bytes(name)) == nil, "\(name)")
    }
  }

  /// The structs of the five have no place for conditions.
  @Test func theFiveCallsHaveNoConditions() {
    for operation in [
      Operation.startWBRecord, .stopWBRecord, .stopWebcast, .stopRtcCloudRecording, .stopLiveRecord,
    ] {
      #expect(operation.conditions.isEmpty)
    }
  }

  @Test func theCatalogIsJSONOfAllThatIsInTheTables() throws {
    let catalog = try JSONValue(parsing: Operation.catalog)
    #expect(catalog.elements.count == Operation.all.count)
    for (told, operation) in zip(catalog.elements, Operation.all) {
      #expect(told["action"]?.text == operation.action.bytes)
      #expect(told["fields"]?.elements.count == operation.parameters.count)
    }
    let page = catalog.elements[2]["fields"]?.elements.last
    #expect(
      page?["element"]?["fields"]?.elements.first?["rule"]?.text?.string
        == "an even integer from 50 to 1920")
  }
}
