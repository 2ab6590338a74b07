import CCurl
import Engine

/// A libcurl handle with all options of a client, for one attempt after the other: to make one and
/// to set its options costs as much as a request. Used in turns only.
@safe final class EasyHandle {
  let handle: UnsafeMutableRawPointer
  let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  /// False once libcurl has refused an option.
  var isComplete = true
  private var hasOwnMethod = false

  static func make(
    _ configuration: Configuration, of multi: Multi, _ poller: Poller
  ) throws(SystemFailure) -> EasyHandle {
    guard let handle = unsafe curl_easy_init() else {
      throw SystemFailure(what: "libcurl made no easy handle")
    }
    return unsafe EasyHandle(handle, configuration, multi, poller)
  }

  private init(
    _ handle: UnsafeMutableRawPointer, _ configuration: Configuration, _ multi: Multi,
    _ poller: Poller
  ) {
    unsafe self.handle = unsafe handle
    unsafe setPointer(CURLOPT_SHARE, multi.share)
    setConnection(configuration)
    setTrust(configuration.trust)
    setCallbacks(poller)
  }

  deinit {
    unsafe curl_easy_cleanup(handle)
    unsafe errorText.deallocate()
  }

  /// An attempt begins.
  func begin(for transfer: UnsafeMutableRawPointer) {
    unsafe errorText.pointee = 0
    for option in [
      CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA,
      CURLOPT_OPENSOCKETDATA,
    ] {
      unsafe setPointer(option, transfer)
    }
  }

  /// The attempt is over: nothing of it is kept.
  func end() {
    unsafe setPointer(CURLOPT_HTTPHEADER, nil)
    unsafe setPointer(CURLOPT_RESOLVE, nil)
    unsafe setPointer(CURLOPT_POSTFIELDS, nil)
  }

  private func setConnection(_ configuration: Configuration) {
    set(CURLOPT_NOSIGNAL, 1)
    // A look-up of libcurl's own, of a proxy from the environment, is not waited for at the end.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_HTTP_VERSION, crec_http_1_1)
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(configuration.connectTimeoutMilliseconds))
    set(CURLOPT_USERAGENT, Bytes("crec/") + Bytes(libraryVersion))
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

  /// Without a CAPATH libcurl keeps the parsed certificates from one connection to the next; with
  /// the system's beside it they would be read, a hundred files and more, every time.
  private func setTrust(_ trust: Configuration.Trust) {
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

  private func setCallbacks(_ poller: Poller) {
    unsafe setPointer(CURLOPT_ERRORBUFFER, errorText)
    // Not retained: it outlives all connections.
    unsafe setPointer(CURLOPT_CLOSESOCKETDATA, Unmanaged.passUnretained(poller).toOpaque())
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
      unsafe crec_easy_set_close_function(handle) { poller, socket in
        guard let poller = unsafe poller else { return 1 }
        return unsafe Unmanaged<Poller>.fromOpaque(poller).takeUnretainedValue().close(socket)
      })
    check(
      unsafe crec_easy_set_prereq_function(handle) { transfer, _, _, _, _ in
        let maySend = unsafe transfer.flatMap { unsafe Transfer.of($0) }?.maySend() ?? false
        return maySend ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
      })
  }

  // MARK: - Options

  private func check(_ code: CURLcode) {
    if code != CURLE_OK { isComplete = false }
  }

  /// Nil: the method that goes with the request's body, or none.
  func setMethod(_ method: StaticString?) {
    guard method != nil || hasOwnMethod else { return }
    hasOwnMethod = method != nil
    set(CURLOPT_CUSTOMREQUEST, method.map { Bytes($0) })
  }

  func set(_ option: CURLoption, _ value: Int) {
    check(unsafe crec_easy_set_long(handle, option, value))
  }

  func setPointer(_ option: CURLoption, _ value: UnsafeRawPointer?) {
    check(unsafe crec_easy_set_pointer(handle, option, value))
  }

  func set(_ option: CURLoption, _ text: Bytes?) {
    guard var text else { return unsafe setPointer(option, nil) }
    text.append(0)
    unsafe text.withUnsafeBytes { unsafe setPointer(option, $0.baseAddress) }
  }

  func setBody(_ body: Bytes) {
    check(unsafe crec_easy_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, body.count))
    unsafe body.withUnsafeBytes {
      unsafe setPointer(CURLOPT_COPYPOSTFIELDS, $0.baseAddress ?? UnsafeRawPointer(handle))
    }
  }
}
