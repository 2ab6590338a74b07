import CCurl

/// Lets libcurl close connections that the other side has closed. It looks for them only when a
/// transfer begins, so this is one, which goes nowhere.
@safe final class Sweeper {
  let handle: UnsafeMutableRawPointer

  /// Nil if libcurl has none to give: then they wait for the next call.
  init?() {
    guard let handle = unsafe curl_easy_init() else { return nil }
    unsafe self.handle = unsafe handle
    unsafe "http://127.0.0.1/".withCString {
      _ = unsafe crec_easy_set_pointer(handle, CURLOPT_URL, $0)
    }
    for option in [CURLOPT_PROXY, CURLOPT_NOPROXY] {
      unsafe "".withCString { _ = unsafe crec_easy_set_pointer(handle, option, $0) }
    }
    unsafe crec_easy_set_long(handle, CURLOPT_NOSIGNAL, 1)
    unsafe crec_easy_set_socket_function(handle) { _, _, _ in crec_socket_bad }
  }

  deinit { unsafe curl_easy_cleanup(handle) }
}
