import CCurl

/// libcurl's connections and transfers, driven by a poller. Used by one thread.
@safe final class Multi {
  private let handle: UnsafeMutableRawPointer
  private let poller: Poller

  init(poller: Poller) throws(SystemFailure) {
    guard let handle = unsafe curl_multi_init() else {
      throw SystemFailure(what: "libcurl made no multi handle")
    }
    unsafe self.handle = unsafe handle
    self.poller = poller
    // Not retained: this object owns both.
    let context = unsafe Unmanaged.passUnretained(poller).toOpaque()
    unsafe crec_multi_set_pointer(handle, CURLMOPT_SOCKETDATA, context)
    unsafe crec_multi_set_pointer(handle, CURLMOPT_TIMERDATA, context)
    unsafe crec_multi_set_socket_function(handle) { _, socket, action, context, _ in
      guard let context = unsafe context else { return -1 }
      let poller = unsafe Unmanaged<Poller>.fromOpaque(context).takeUnretainedValue()
      if action == CURL_POLL_REMOVE {
        poller.unwatch(socket)
      } else {
        poller.watch(
          socket, reading: action & CURL_POLL_IN != 0, writing: action & CURL_POLL_OUT != 0)
      }
      return 0
    }
    unsafe crec_multi_set_timer_function(handle) { _, milliseconds, context in
      guard let context = unsafe context else { return -1 }
      let poller = unsafe Unmanaged<Poller>.fromOpaque(context).takeUnretainedValue()
      poller.setTimer(milliseconds: milliseconds < 0 ? nil : milliseconds)
      return 0
    }
  }

  func close() {
    unsafe curl_multi_cleanup(handle)
  }

  /// Begins a transfer and keeps it until it has ended. False if libcurl refuses it.
  func add(_ transfer: Transfer) -> Bool {
    guard unsafe curl_multi_add_handle(handle, transfer.handle) == CURLM_OK else { return false }
    _ = unsafe Unmanaged.passRetained(transfer)
    return true
  }

  func handle(_ event: Poller.Event) {
    var running: Int32 = 0
    switch event {
    case .wakeUp:
      break
    case .timer:
      unsafe curl_multi_socket_action(handle, crec_socket_timeout, 0, &running)
    case .socket(let socket, let isReadable, let isWritable, let isBroken):
      let mask =
        (isReadable ? CURL_CSELECT_IN : 0) | (isWritable ? CURL_CSELECT_OUT : 0)
        | (isBroken ? CURL_CSELECT_ERR : 0)
      unsafe curl_multi_socket_action(handle, socket, mask, &running)
    }
  }

  /// Takes out one transfer that has ended.
  func nextEnded() -> (Transfer, CURLcode)? {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(handle, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
      let code = unsafe message.pointee.data.result
      let easy = unsafe message.pointee.easy_handle
      var context: UnsafeMutableRawPointer?
      unsafe crec_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
      unsafe curl_multi_remove_handle(handle, easy)
      guard let context = unsafe context else { continue }
      return (unsafe Unmanaged<Transfer>.fromOpaque(context).takeRetainedValue(), code)
    }
    return nil
  }
}
