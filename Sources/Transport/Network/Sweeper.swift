import CCurl

/// Lets libcurl close connections that the other side has closed. It looks for them only when a
/// transfer begins, so this is one, which goes nowhere.
@safe final class Sweeper {
  let handle: UnsafeMutableRawPointer

  /// Nil if libcurl has none to give: then they wait for the next call.
  init?() {
    guard let handle = unsafe curl_easy_init() else { return nil }
    unsafe self.handle = unsafe handle
    set(CURLOPT_URL, "http://127.0.0.1/")
    set(CURLOPT_PROXY, "")
    set(CURLOPT_NOPROXY, "")
    unsafe crec_easy_set_long(handle, CURLOPT_NOSIGNAL, 1)
    unsafe crec_easy_set_socket_function(handle) { _, _, _ in crec_socket_bad }
  }

  deinit { unsafe curl_easy_cleanup(handle) }

  /// A StaticString ends with a NUL; a String would bring its whole code into the library.
  private func set(_ option: CURLoption, _ text: StaticString) {
    _ = unsafe crec_easy_set_pointer(handle, option, text.utf8Start)
  }
}
