import CCrec
import Ledger
import Platform

/// Lines of a ledger for people, by the host's log function.
extension Worker {
  func log(_ level: Int, _ words: Bytes) {
    guard let log = unsafe options.log else { return }
    unsafe words.withCString { unsafe log(options.logContext, crec_log_level(level), $0) }
  }

  /// People should know of what cannot be stopped.
  func tell(_ recording: Recording) {
    var words = recording.name
    words += ": "
    words += recording.state.name
    words += ": "
    words += recording.problem
    words += "; "
    words += tasks.start(of: recording)?.bound ?? []
    log(CREC_LOG_ERROR, words)
  }

  /// Recordings of one process that is gone.
  func tell(ofOrphans names: [Bytes]) {
    var words = names[0] + Bytes(": its process is gone: it is being stopped")
    if names.count > 1 {
      words += Bytes(", as are ") + decimal(Int64(names.count - 1)) + Bytes(" more")
    }
    log(CREC_LOG_WARNING, words)
  }
}
