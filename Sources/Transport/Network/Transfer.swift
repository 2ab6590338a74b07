import CCurl
import CPlatform
import Engine
import Platform

/// One attempt on the wire, and what came back through it. It is made, used and released on the
/// loop's thread.
@safe final class Transfer {
  let call: Call
  let easy: EasyHandle
  var handle: UnsafeMutableRawPointer { unsafe easy.handle }

  /// The size limit for all headers of all responses to one request.
  private static let headersLimit = 256 * 1024

  private let replyLimit: Int
  private let headers: CurlList
  private let addresses: CurlList

  private var head = Bytes()
  private var headersSize = 0
  private var body = Bytes()
  private var isTooLarge = false
  private var isOver = false
  private(set) var timesSent = 0
  private var hasOpened = false
  /// A socket was not to be had, for want of this.
  private(set) var shortage: StaticString?

  /// `isFresh` asks for a connection of its own: libcurl repeats a request by itself only where an
  /// old connection turns out to be dead.
  static func make(
    _ request: SignedRequest, of call: Call, to route: Route, isFresh: Bool, with easy: EasyHandle
  ) throws(SystemFailure) -> Transfer {
    let transfer = Transfer(request, of: call, to: route, isFresh: isFresh, with: easy)
    guard easy.isComplete else {
      throw SystemFailure(what: "libcurl refused an option", isShortage: false)
    }
    return transfer
  }

  private init(
    _ request: SignedRequest, of call: Call, to route: Route, isFresh: Bool, with easy: EasyHandle
  ) {
    self.call = call
    self.easy = easy
    replyLimit = call.lane.configuration.replyLimit
    headers = Self.headers(of: request)
    addresses = Self.addresses(call.lane.addresses?.all ?? [], of: route.name)
    setRequest(request)
    easy.set(CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
    easy.set(CURLOPT_FORBID_REUSE, call.isLocal ? 1 : 0)
    unsafe easy.setPointer(CURLOPT_HTTPHEADER, headers.head)
    unsafe easy.setPointer(CURLOPT_RESOLVE, addresses.head)
    unsafe easy.begin(for: Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    if !isOver { easy.end() }
  }

  /// Gives the handle back for another attempt; nothing of this one is asked for any more.
  func giveBack() -> EasyHandle {
    isOver = true
    easy.end()
    return easy
  }

  private func setRequest(_ request: SignedRequest) {
    easy.set(CURLOPT_URL, request.url)
    easy.setMethod(request.isPlainMethod ? nil : request.method)
    if request.isGet {
      easy.set(CURLOPT_HTTPGET, 1)
    } else {
      easy.set(CURLOPT_POST, 1)
      easy.setBody(request.body)
    }
  }

  private static func headers(of request: SignedRequest) -> CurlList {
    var text = Bytes()
    text.reserveCapacity(
      request.headers.reduce(32) { $0 + $1.name.utf8CodeUnitCount + $1.value.count + 3 })
    for header in request.headers {
      text.append(header.name)
      text.append(": ")
      text += header.value
      text.append(0)
    }
    // libcurl would add these by itself; an unsigned Content-Type ends as a signature failure.
    text.append("Expect:\0")
    if !request.hasContentType { text.append("Content-Type:\0") }
    return CurlList(text, count: request.headers.count + (request.hasContentType ? 1 : 2))
  }

  /// Passes on looked-up addresses: libcurl would start a thread for each transfer that asks. The
  /// plus lets it forget: clients that share its connections may ask it for the same name later.
  private static func addresses(_ addresses: [Bytes], of name: Authority?) -> CurlList {
    guard let name, !addresses.isEmpty else { return CurlList([], count: 0) }
    let all = Bytes(addresses.joined(separator: Bytes(",")))
    return CurlList(Bytes("+") + name.bytes + Bytes(":") + all + [0], count: 1)
  }

  // MARK: - What comes back

  func openSocket(_ address: curl_sockaddr) -> Int32 {
    let socket = CPlatform.socket(
      address.family, address.socktype | crec_socket_cloexec, address.protocol)
    if socket >= 0 {
      call.loop.poller.adopt(socket)
      hasOpened = true
    } else {
      shortage = Shortage.name(of: crec_errno())
    }
    return socket
  }

  /// Asked before each sending. libcurl's own second one is refused: it would carry the same nonce,
  /// and nobody would know that the request was made twice. So is one that connected too late.
  func maySend() -> Bool {
    guard let number = call.number,
      timesSent > 0 || Clock.monotonic < call.loop.scheduler.sendEnd(of: number)
    else { return false }
    timesSent += 1
    call.loop.scheduler.noteWritten(number)
    return timesSent == 1
  }

  func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
    headersSize += line.count
    guard headersSize <= Self.headersLimit else {
      isTooLarge = true
      return 0
    }
    // Those of a proxy, or of a reply that only says to go on, do not count.
    if unsafe line.starts(with: [0x48, 0x54, 0x54, 0x50, 0x2F]) {
      head.removeAll(keepingCapacity: true)
    }
    if head.isEmpty { head.reserveCapacity(512) }
    unsafe head += line
    return line.count
  }

  func receiveBody(_ part: UnsafeRawBufferPointer) -> Int {
    let room = min(part.count, replyLimit - body.count)
    unsafe body += part.prefix(room)
    isTooLarge = room < part.count
    return room
  }

  /// The reply as far as it was received, if at least a status line was.
  func reply(_ code: CURLcode) -> Reply? {
    let status = info(CURLINFO_RESPONSE_CODE)
    // Until libcurl begins with it, a handle has the status of the attempt before.
    guard status > 0, !head.isEmpty else { return nil }
    return Reply(
      httpStatus: Int32(clamping: status), head: head, body: body,
      defect: isTooLarge ? .tooLarge : code == CURLE_OK ? nil : .cutShort)
  }

  /// Connections that were made for it. Until libcurl begins with it, a handle has the number of
  /// the attempt before.
  var newConnections: Int64 { hasOpened ? Int64(info(CURLINFO_NUM_CONNECTS)) : 0 }

  func info(_ info: CURLINFO) -> Int {
    var value = 0
    _ = unsafe crec_easy_get_long(handle, info, &value)
    return value
  }

  /// libcurl's message for a failure: for a certificate, its fault. A proxy's address
  /// that it cannot use it quotes, the password too: there its fixed words have to do.
  func message(for code: CURLcode) -> Bytes {
    let detail = unsafe Self.bytes(easy.errorText)
    let mayQuoteProxy =
      [CURLE_COULDNT_RESOLVE_PROXY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT].contains(code)
      || detail.hasPrefix("Unsupported proxy")
    return unsafe detail.isEmpty || mayQuoteProxy ? Self.bytes(curl_easy_strerror(code)) : detail
  }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> Bytes {
    unsafe text.map { unsafe Bytes(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
  }

  static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    unsafe context.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }
}
