import CCurl
import CPlatform
import Engine

/// One attempt on the wire: a libcurl handle and what came back through it. It is made, used and
/// released on the loop's thread.
@safe final class Transfer {
  let handle: UnsafeMutableRawPointer
  let call: Call

  /// The size limit for all headers of all responses to one request.
  private static let headersLimit = 256 * 1024

  let trust: Configuration.Trust
  private let replyLimit: Int
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var addressList: UnsafeMutablePointer<curl_slist>?
  private var isComplete = true

  private var headers: [Pair] = []
  private var headersSize = 0
  private var body = Bytes()
  private var isTooLarge = false
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  private(set) var timesSent = 0
  /// A socket was not to be had, for want of this.
  private(set) var shortage: StaticString?

  /// `isFresh` asks for a connection of its own: libcurl repeats a request by itself only where an
  /// old connection turns out to be dead.
  static func make(
    _ request: SignedRequest, of call: Call, to route: Route, isFresh: Bool
  ) throws(SystemFailure) -> Transfer {
    guard let handle = unsafe curl_easy_init() else {
      throw SystemFailure(what: "libcurl made no easy handle")
    }
    let transfer = unsafe Transfer(handle, request, of: call, to: route, isFresh: isFresh)
    guard transfer.isComplete else {
      throw SystemFailure(what: "libcurl refused an option", isShortage: false)
    }
    return transfer
  }

  private init(
    _ handle: UnsafeMutableRawPointer, _ request: SignedRequest, of call: Call, to route: Route,
    isFresh: Bool
  ) {
    unsafe self.handle = unsafe handle
    self.call = call
    let configuration = call.lane.configuration
    trust = configuration.trust
    replyLimit = configuration.replyLimit
    unsafe headerList = nil
    unsafe addressList = nil
    unsafe errorText.pointee = 0

    setRequest(request)
    setConnection(configuration, isFresh: isFresh)
    setAddresses(call.lane.addresses?.all ?? [], of: route.name)
    setTrust()
    setCallbacks()
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    wipeHeaders()
    unsafe curl_slist_free_all(headerList)
    unsafe curl_slist_free_all(addressList)
    unsafe errorText.deallocate()
  }

  /// They hold the token and the signature.
  private func wipeHeaders() {
    var next = unsafe headerList
    while let header = unsafe next {
      unsafe header.pointee.data.map { unsafe explicit_bzero($0, strlen($0)) }
      unsafe next = header.pointee.next
    }
  }

  private func setRequest(_ request: SignedRequest) {
    set(CURLOPT_URL, request.url)
    if request.isGet {
      set(CURLOPT_HTTPGET, 1)
    } else {
      set(CURLOPT_POST, 1)
      check(unsafe crec_easy_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, request.body.count))
      check(
        unsafe request.body.withUnsafeBytes {
          unsafe crec_easy_set_pointer(
            handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress ?? UnsafeRawPointer(handle))
        })
    }
    for header in request.headers {
      unsafe append(Bytes(header.name) + Bytes(": ") + header.value, to: &headerList)
    }
    // libcurl would add these by itself; an unsigned Content-Type ends as a signature failure.
    unsafe append(Bytes("Expect:"), to: &headerList)
    if !request.hasContentType { unsafe append(Bytes("Content-Type:"), to: &headerList) }
    set(CURLOPT_USERAGENT, Bytes("crec/") + Bytes(libraryVersion))
    check(unsafe crec_easy_set_pointer(handle, CURLOPT_HTTPHEADER, headerList))
  }

  private func setConnection(_ configuration: Configuration, isFresh: Bool) {
    set(CURLOPT_NOSIGNAL, 1)
    // A look-up of libcurl's own, of a proxy from the environment, is not waited for at the end.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_HTTP_VERSION, crec_http_1_1)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(configuration.connectTimeoutMilliseconds))
    // Where either is not set libcurl reads the environment, which the host may be changing.
    switch configuration.proxy {
    case .environment:
      return
    case .none:
      set(CURLOPT_PROXY, [])
    case .address(let address):
      set(CURLOPT_PROXY, address.bytes)
    }
    set(CURLOPT_NOPROXY, [])
  }

  /// Passes on looked-up addresses: libcurl would start a thread for each transfer that asks. The
  /// plus lets it forget: clients that share its connections may ask it for the same name later.
  private func setAddresses(_ addresses: [Bytes], of name: Authority?) {
    guard let name, !addresses.isEmpty else { return }
    let all = Bytes(addresses.joined(separator: Bytes(",")))
    unsafe append(Bytes("+") + name.bytes + Bytes(":") + all, to: &addressList)
    check(unsafe crec_easy_set_pointer(handle, CURLOPT_RESOLVE, addressList))
  }

  /// Without a CAPATH libcurl keeps the parsed certificates from one connection to the next; with
  /// the system's beside it they would be read, a hundred files and more, every time.
  private func setTrust() {
    set(CURLOPT_SSLVERSION, crec_tls_1_2)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if trust.file != nil || trust.directory != nil {
      set(CURLOPT_CAINFO, trust.file)
      set(CURLOPT_CAPATH, trust.directory)
    } else if Libcurl.hasSystemBundle {
      set(CURLOPT_CAPATH, nil)
    }
  }

  // MARK: - Options

  private func check(_ code: CURLcode) {
    if code != CURLE_OK { isComplete = false }
  }

  private func set(_ option: CURLoption, _ value: Int) {
    check(unsafe crec_easy_set_long(handle, option, value))
  }

  private func set(_ option: CURLoption, _ text: Bytes?) {
    let terminated = text.map { $0 + [0] }
    check(
      unsafe terminated?.withUnsafeBytes {
        unsafe crec_easy_set_pointer(handle, option, $0.baseAddress)
      } ?? crec_easy_set_pointer(handle, option, nil))
  }

  private func append(_ text: Bytes, to list: inout UnsafeMutablePointer<curl_slist>?) {
    let longer = unsafe (text + [0]).withUnsafeBytes {
      unsafe curl_slist_append(list, $0.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    guard let longer = unsafe longer else {
      isComplete = false
      return
    }
    unsafe list = longer
  }

  // MARK: - What comes back

  private func setCallbacks() {
    check(unsafe crec_easy_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText))
    let this = unsafe Unmanaged.passUnretained(self).toOpaque()
    for option in [
      CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA,
      CURLOPT_OPENSOCKETDATA,
    ] {
      check(unsafe crec_easy_set_pointer(handle, option, this))
    }
    check(
      unsafe crec_easy_set_data_function(handle, CURLOPT_HEADERFUNCTION) {
        unsafe Transfer.of($3)?.receiveHeader(UnsafeRawBufferPointer(start: $0, count: $1 * $2))
          ?? 0
      })
    check(
      unsafe crec_easy_set_data_function(handle, CURLOPT_WRITEFUNCTION) {
        unsafe Transfer.of($3)?.receiveBody(UnsafeRawBufferPointer(start: $0, count: $1 * $2)) ?? 0
      })
    check(
      unsafe crec_easy_set_socket_function(handle) { transfer, _, address in
        guard let transfer = unsafe transfer, let address = unsafe address else {
          return crec_socket_bad
        }
        return unsafe Transfer.of(transfer)?.openSocket(address.pointee) ?? crec_socket_bad
      })
    check(
      unsafe crec_easy_set_prereq_function(handle) { transfer, _, _, _, _ in
        let maySend = unsafe transfer.flatMap { unsafe Transfer.of($0) }?.maySend() ?? false
        return maySend ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
      })
  }

  private func openSocket(_ address: curl_sockaddr) -> Int32 {
    let socket = CPlatform.socket(
      address.family, address.socktype | crec_socket_cloexec, address.protocol)
    if socket < 0 { shortage = Shortage.name(of: crec_errno()) }
    return socket
  }

  /// Asked before each sending. libcurl's own second one is refused: it would carry the same nonce,
  /// and nobody would know that the request was made twice. So is one that connected too late.
  private func maySend() -> Bool {
    guard let number = call.number,
      timesSent > 0 || Clock.monotonic < call.loop.scheduler.sendEnd(of: number)
    else { return false }
    timesSent += 1
    call.loop.scheduler.noteWritten(number)
    return timesSent == 1
  }

  private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
    let text = unsafe Bytes(line)
    headersSize += text.count
    guard headersSize <= Self.headersLimit else {
      isTooLarge = true
      return 0
    }
    if text.hasPrefix("HTTP/") {
      headers = []
    } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      let value = text[(colon + 1)...].filter { $0 != 0x0D && $0 != 0x0A }
      headers.append(Pair(name: Bytes(text[..<colon]), value: Bytes(value)))
    }
    return text.count
  }

  private func receiveBody(_ part: UnsafeRawBufferPointer) -> Int {
    let room = min(part.count, replyLimit - body.count)
    unsafe body += part.prefix(room)
    isTooLarge = room < part.count
    return room
  }

  /// The reply as far as it was received, if at least a status line was.
  func reply(_ code: CURLcode) -> Reply? {
    let status = info(CURLINFO_RESPONSE_CODE)
    guard status > 0 else { return nil }
    return Reply(
      httpStatus: Int32(clamping: status), headers: headers, body: body,
      defect: isTooLarge ? .tooLarge : code == CURLE_OK ? nil : .cutShort)
  }

  func info(_ info: CURLINFO) -> Int {
    var value = 0
    _ = unsafe crec_easy_get_long(handle, info, &value)
    return value
  }

  /// libcurl's message for a failure: for a certificate, its fault. A proxy's address
  /// that it cannot use it quotes, the password too: there its fixed words have to do.
  func message(for code: CURLcode) -> Bytes {
    let detail = unsafe Self.bytes(errorText)
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
