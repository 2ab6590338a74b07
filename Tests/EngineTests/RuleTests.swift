import Testing

@testable import Engine

@Suite struct RuleTests {
  private func problem(_ rule: Rule, _ value: Bytes) -> String? {
    rule.problem(with: value)?.string
  }

  private func problem(_ rule: Rule, _ value: String) -> String? { problem(rule, Bytes(value)) }

  @Test func anIDIsOneTo128OfItsCharacters() {
    for good in ["a", "A.b-c_d@9", String(repeating: "x", count: 128)] {
      #expect(problem(.identifier, good) == nil)
    }
    #expect(problem(.identifier, "") == "is empty")
    #expect(problem(.identifier, String(repeating: "x", count: 129)) == "has 129 characters")
    #expect(problem(.identifier, "a/b") == "has a '/' at character 2")
    #expect(problem(.identifier, " a") == "has a blank at character 1")
    #expect(problem(.identifier, "房间") == "has a character U+623F at character 1")
    #expect(problem(.identifier, "ab🎥") == "has a character U+1F3A5 at character 3")
    #expect(problem(.identifier, "a*") == "has a '*' at character 2")
    #expect(problem(.maskableIdentifier, "**73-8501") == nil)
  }

  @Test func noTextHasControlCharactersOrMalformedUTF8() {
    #expect(problem(.text, "Your_TaskId\t") == "has a tab at character 12")
    #expect(problem(.text, "a\r\n") == "has a carriage return at character 2")
    #expect(problem(.text, "\n") == "has a line feed at character 1")
    #expect(problem(.text, "a\u{0}") == "has a character U+0000 at character 2")
    #expect(problem(.text, "\u{7F}") == "has a character U+007F at character 1")
    #expect(problem(.text, "\u{85}") == "has a character U+0085 at character 1")
    let malformed: [Bytes] = [
      [0x80], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE4, 0xB8],
      [0xFF], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ]
    for bytes in malformed {
      #expect(problem(.text, bytes) == "is not well-formed UTF-8 at character 1")
    }
    #expect(problem(.text, "é e\u{301} 中 🎥 \u{200B}") == nil)
  }

  @Test func anIntegerIsExactFrom0To2ToThe63Less1() {
    for good in ["0", "7", "9007199254740993", "9223372036854775807"] {
      #expect(problem(.integer, good) == nil)
    }
    #expect(problem(.integer, "9223372036854775808") == "is too large")
    #expect(problem(.integer, String(repeating: "9", count: 129)) == "is too large")
    #expect(problem(.integer, "-1") == "has a '-' at character 1")
    #expect(problem(.integer, "1.5") == "has a '.' at character 2")
    #expect(problem(.integer, "007") == "has a leading zero")
    #expect(problem(.integer, "text") == "has a 't' at character 1")
  }

  @Test func aWebURLIsHTTPWithAHost() {
    for good in [
      "https://xxx.ui.rtc.com", "HTTP://a/", "https://u:p@h:8443/p?q=%E4%B8%AD#f", "http://[::1]/",
    ] {
      #expect(problem(.webURL, good) == nil)
    }
    for bad in [
      "ftp://a", "//a", "a", "https:", "https://", "https:///p", "https://a b", "http://a/中",
      "https://h:0/", "https://h:99999/", "https://?q",
    ] {
      #expect(problem(.webURL, bad) != nil, "\(bad)")
    }
  }

  @Test func aKeyIsPrintableASCIIWithNothingAroundIt() {
    for good in ["a", "a b+c/d=&", "~!", "\"", "a\"b'c", "\"a", "a'", "\"a'"] {
      #expect(problem(.key, good) == nil, "\(good)")
    }
    #expect(problem(.key, "") == "is empty")
    #expect(problem(.key, " a") == "has a blank at an end")
    #expect(problem(.key, "a ") == "has a blank at an end")
    for quoted in ["\"a\"", "'a'", "\"\"", "\" a \""] {
      #expect(problem(.key, quoted) == "is in quotes", "\(quoted)")
    }
    for (slip, place) in [
      ("a\n", 2), ("\u{FEFF}a", 1), ("ab\u{A0}", 3), ("a\u{7F}", 2), ("密钥", 1), ("a\u{0}", 2),
    ] {
      #expect(problem(.key, slip) == "has something other than printable ASCII at byte \(place)")
    }
    #expect(problem(.key, [0x61, 0xFF]) == "has something other than printable ASCII at byte 2")
  }

  @Test func aHeadersValueHasNoBlankAtAnEnd() {
    #expect(problem(.headerValue, "text/plain; a=\"b\"") == nil)
    #expect(problem(.headerValue, " a") == "has a blank at an end")
    #expect(problem(.headerValue, "a\n") == "has a line feed at character 2")
  }

  @Test func aVersionIsADate() {
    #expect(problem(.version, "2020-12-01") == nil)
    for bad in ["2020-12-1", "2020/12/01", "2020-12-011", "v1"] {
      #expect(problem(.version, bad) == "is not such a date")
    }
  }

  @Test func aProxyIsAnHTTPAddress() {
    for good in [
      "p:3128", "http://p:3128", "http://u:p%40w@p:1", "u@p:1", "HTTP://[::1]:1",
      "p:1/", "http://u:w@p.:3128//",
    ] {
      #expect(problem(.proxy, good) == nil, "\(good)")
    }
    for bad in [
      "", "http://", "ftp://p:1", "p", "p:0", "p q", "http://p/path", "ftp://u:w@p:1",
      "socks5://u:w@p:1", "u:w/@p:1", "u:w?@p:1", "u:w#@p:1", "u:w\\@p:1", "u:w@w@p:1", "u:%@p:1",
      "u:%4@p:1", "u:%zz@p:1", "u:%00@p:1", "u:%0a@p:1", "u:%7F@p:1", "u:é@p:1", "[g::1]:1",
      "/", "http:///", "p:1/?", "p..:1", ".:1", "[::1].:1", "p/:1",
    ] {
      #expect(problem(.proxy, bad) != nil, "\(bad)")
    }
  }
}
