import CCurl
import Crypto

/// The process's libcurl: initialised once, before anything else.
enum Libcurl {
  /// 7.87 can leave a name look-up that hangs behind, and keeps the parsed certificates. 7.80
  /// brought the question before each sending, without which a start could be made twice.
  private static let oldestVersion: UInt32 = 0x07_57_00

  private static let initialisation: StaticString? = {
    guard Libcrypto.isInitialised, curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
      return "libcurl could not be initialised"
    }
    guard let info = unsafe curl_version_info(CURLVERSION_SEVENTH),
      unsafe info.pointee.version_num >= oldestVersion
    else { return "libcurl is older than 7.87" }
    return nil
  }()

  static func initialise() throws(SystemFailure) {
    if let problem = initialisation { throw SystemFailure(what: problem, isShortage: false) }
  }

  static let hasSystemBundle: Bool = {
    guard let info = unsafe curl_version_info(CURLVERSION_SEVENTH) else { return false }
    return unsafe info.pointee.cainfo != nil
  }()
}
