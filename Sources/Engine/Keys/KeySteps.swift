import JSON

/// Steps that several sources take.
extension KeyProgress {
  /// Reads a file, and goes on with it. `absent` is for one that is not there.
  static func file(
    _ path: Bytes, absent: ((Bytes) -> KeyProgress)? = nil,
    then: @escaping (FileContents) -> KeyProgress
  ) -> KeyProgress {
    .needs(.file(path)) { given in
      switch given {
      case .file(let contents): return then(contents)
      case .absent:
        let why = path + " is not there"
        return absent?(why) ?? .nothing(why)
      case .failure(let why, let isPassing):
        return .nothing(path + " " + why, isPassing: isPassing)
      case .output, .reply, .key: return .nothing(path)
      }
    }
  }

  /// Reads a section of an INI file. `then` is given its values, its origin, and a warning.
  static func section(
    of path: Bytes, named name: Bytes, absent: ((Bytes) -> KeyProgress)? = nil,
    then: @escaping ([Pair], Bytes, Bytes) -> KeyProgress
  ) -> KeyProgress {
    .file(path, absent: absent) { contents in
      do throws(KeyINI.Mistake) {
        guard let values = try KeyINI(contents.bytes).section(name) else {
          return .nothing(path + " has no profile " + name)
        }
        return then(values, "profile " + name + " of " + path, contents.warning(path))
      } catch {
        return .nothing(path + ": " + error.problem)
      }
    }
  }

  /// Reads a file that is a JSON object. `then` is given it, and a warning.
  static func object(
    in path: Bytes, then: @escaping (JSONValue, Bytes) -> KeyProgress
  ) -> KeyProgress {
    .file(path) { contents in
      .object(contents.bytes, path) { then($0, contents.warning(path)) }
    }
  }

  /// Reads a token that somebody else keeps fresh: a file with one line.
  static func token(in path: Bytes, then: @escaping (Bytes) -> KeyProgress) -> KeyProgress {
    .file(path) { contents in
      let token = trimmed(contents.bytes)
      if token.isEmpty { return .nothing(path + " is empty", isPassing: true) }
      return token.isPrintableASCII ? then(token) : .nothing(path + " has no token")
    }
  }

  /// Sends a request, and goes on with the body of its reply, if it is a success.
  static func reply(
    _ request: KeyRequest, _ what: Bytes, otherwise: ((Outcome) -> KeyProgress?)? = nil,
    then: @escaping (Bytes) -> KeyProgress
  ) -> KeyProgress {
    .needs(.reply(request)) { given in
      guard case .reply(let outcome) = given else { return .nothing(what) }
      if outcome.status == .ok { return then(outcome.body) }
      if let other = otherwise?(outcome) { return other }
      let hasCode = !outcome.code.isEmpty && outcome.message != outcome.code
      let code = hasCode ? outcome.code + ": " : []
      return .nothing(what + ": " + code + outcome.message, isPassing: outcome.isRetryable)
    }
  }

  /// The first role of a list, one a line.
  static func role(
    _ request: KeyRequest, then: @escaping (Bytes) -> KeyProgress
  ) -> KeyProgress {
    let what = Bytes("the roles of this machine")
    return .reply(request, what) { body in
      let list = body.first == UInt8(ascii: "[") ? try? JSONValue(parsing: body) : nil
      let lines =
        list.map { $0.elements.map { $0.text ?? [] } }
        ?? body.split { $0 == 0x0A || $0 == 0x0D }.map { trimmed(Bytes($0)) }
      guard let role = lines.first(where: { !$0.isEmpty }) else {
        return .nothing(what + ": there is none")
      }
      // A page of some gateway is none.
      return role.isPrintableASCII && !role.contains { $0.isOne(of: "<> {") }
        ? then(role) : .nothing(what + ": the answer is no list of them")
    }
  }

  /// Asks metadata for a token of a session, and goes on with it. `otherwise` is for a machine that
  /// answers, and has none to give.
  static func sessionToken(
    _ request: KeyRequest, otherwise: (() -> KeyProgress)? = nil,
    then: @escaping (Bytes) -> KeyProgress
  ) -> KeyProgress {
    let what = Bytes("the metadata of this machine")
    let older = { (outcome: Outcome) in
      outcome.httpStatus == 0 || outcome.status == .timeout ? nil : otherwise?()
    }
    return .reply(request, what, otherwise: older) { body in
      let token = trimmed(body)
      return token.isEmpty || !token.isPrintableASCII
        ? .nothing(what + ": the answer is no token") : then(token)
    }
  }

  /// Goes on with an answer that is a JSON object.
  static func answer(
    _ body: Bytes, _ what: Bytes, then: (JSONValue) -> KeyProgress
  ) -> KeyProgress {
    .object(body, what + ": the answer", then: then)
  }

  /// Goes on with an answer whose Code is Success.
  static func success(
    _ body: Bytes, _ what: Bytes, then: (JSONValue) -> KeyProgress
  ) -> KeyProgress {
    .answer(body, what) { root in
      root["Code"]?.text.map { $0 == "Success" } ?? false
        ? then(root) : .nothing(what + ": its Code is not Success")
    }
  }

  /// Goes on with bytes that are a JSON object.
  static func object(
    _ bytes: Bytes, _ what: Bytes, then: (JSONValue) -> KeyProgress
  ) -> KeyProgress {
    do throws(JSONFault) {
      let value = try JSONValue(parsing: withoutMark(bytes), isSecret: true)
      return value.isObject ? then(value) : .nothing(what + " is not a JSON object")
    } catch {
      return .nothing(what + " " + error.problem.bytes)
    }
  }

  /// Makes a call of an STS, and goes on with its reply.
  static func sts(
    _ request: KeyRequest?, _ what: Bytes, then: @escaping (JSONValue) -> KeyProgress
  ) -> KeyProgress {
    guard let request else { return .nothing(what + ": its fields make no request") }
    return .reply(request, what) { .answer($0, what, then: then) }
  }
}

extension JSONValue? {
  /// A text that is not empty, without blanks around it.
  var filled: Bytes? {
    self?.text.map { trimmed($0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension JSONValue {
  /// Goes on with members that all have to be there.
  func texts(
    _ names: [StaticString], _ origin: Bytes, then: ([Bytes]) -> KeyProgress
  ) -> KeyProgress {
    var values: [Bytes] = []
    for name in names {
      guard let value = self[name].filled else {
        return .nothing(origin + " has no " + name.bytes)
      }
      values.append(value)
    }
    return then(values)
  }
}

extension FileContents {
  fileprivate func warning(_ path: Bytes) -> Bytes {
    isOpen ? path + " may be read by others: its mode should be 0600" : []
  }
}

extension KeyQuestion {
  /// Goes on with the values of variables that all have to be set.
  func variables(
    _ names: [StaticString], then: ([Bytes]) -> KeyProgress
  ) -> KeyProgress {
    var values: [Bytes] = []
    for name in names {
      guard let value = variable(name) else { return .nothing(name.bytes + " is not set") }
      values.append(value)
    }
    return then(values)
  }

  /// The name of the sessions in which roles are assumed.
  static let session = Bytes("crec")
}
