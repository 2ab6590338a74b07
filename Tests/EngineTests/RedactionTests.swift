import Testing

@testable import Engine

/// No text of an outcome repeats what was sent, however a cloud quotes it.
@Suite struct RedactionTests {
  private func redaction(_ secrets: (String, StaticString)...) -> Redaction {
    var redaction = Redaction()
    for (secret, name) in secrets { redaction.add(Bytes(secret), as: name) }
    return redaction
  }

  @Test func namesStandInTheSecretsPlaces() {
    let token = redaction(("t0ken", "[token]"))
    for (text, said) in [
      ("", ""), ("t0ken", "[token]"), ("t0kent0ken", "[token][token]"),
      ("x-token:t0ken;t0kent0ke t0ken", "x-token:[token];[token]t0ke [token]"),
      ("a t0 t0t0ken é", "a t0 t0[token] é"),
    ] {
      #expect(token.text(Bytes(text)).string == said)
    }
    #expect(Redaction().text(Bytes("t0ken\n")).string == "t0ken ")
  }

  @Test func theLongerOfTwoThatBeginAlikeIsTakenOut() {
    for secrets in [
      redaction(("abc", "[token]"), ("abcdef", "[signature]")),
      redaction(("abcdef", "[signature]"), ("abc", "[token]")),
    ] {
      #expect(secrets.text(Bytes("abcdef abc abcde")).string == "[signature] [token] [token]de")
    }
  }

  @Test func aSecretIsFoundInAQuery() {
    let token = redaction(("a+b/c==", "[token]"))
    #expect(token.text(Bytes("?T=a%2Bb%2Fc%3D%3D&b=a+b/c==")).string == "?T=[token]&b=[token]")
  }

  @Test func aTextIsCutBetweenCharacters() {
    let token = redaction(("key", "[token]"))
    let text = Bytes("a key-key b ke key é")
    let whole = "a [token]-[token] b ke [token] é"
    for (limit, said) in [(0, ""), (3, "a ["), (whole.utf8.count - 1, String(whole.dropLast()))] {
      #expect(token.text(text, limit: limit).string == said)
    }
    #expect(token.text(text, limit: 100).string == whole)
  }

  /// A reply may be a mebibyte long, and so may its texts.
  @Test func noCutLeavesAPartOfASecret() throws {
    let secret = String((0..<2_000).map { Character(UnicodeScalar(UInt8(0x41 + $0 * 7 % 26))) })
    let secrets = redaction((secret, "[token]"))
    let request = try Request(
      .stopLiveRecord, version: nil,
      values: [Bytes("s"), Bytes("1")])
    for before in [0, 1_000, 4_090, 4_096, 62_000, 64_000, 65_536 - 1_536, 65_536, 1_000_000] {
      for times in [1, 40] {
        let text =
          String(repeating: "-", count: before) + String(repeating: secret, count: times) + "."
        let error = #"{"Error":{"Code":"\#(text)","Message":"\#(text)"},"RequestId":"\#(text)"}"#
        let outcome = request.read(
          Reply(
            httpStatus: 200, headers: [], body: Bytes(#"{"Response":\#(error)}"#), defect: nil),
          without: secrets)
        for said in [outcome.message, outcome.code, outcome.requestID, outcome.reason] {
          #expect(!said.string.contains(secret.prefix(8)), "\(before) \(times)")
          #expect(said.count <= Outcome.textLimit)
        }
        if before <= 4_000 {
          #expect(outcome.message.string.dropFirst(before).hasPrefix("[token]"))
        }
      }
    }
  }

  @Test func headersAndWhatIsWrappedRepeatNoSecretEither() throws {
    let secrets = redaction(("t0ken", "[token]"))
    let request = try Request(
      .stopLiveRecord, version: nil,
      values: [Bytes("s"), Bytes("1")])
    let headers = ["x-tc-requestid", "Content-Encoding"].map {
      Pair(name: Bytes($0), value: Bytes("t0ken"))
    }
    let outcome = request.read(
      Reply(httpStatus: 200, headers: headers, body: [0x1F, 0x8B], defect: nil), without: secrets)
    #expect(outcome.requestID.string == "[token]")
    #expect(outcome.message.string.contains("is encoded as [token],"))
    #expect(outcome.reason == outcome.message)
  }
}
