import CCurl
import Platform

/// libcurl's connections and transfers with one setting of trust, driven by a poller. libcurl keeps
/// the parsed certificates of only one setting in each of these.
@safe final class Multi {
  /// When it wants to be run though no socket moved, on the monotonic clock.
  var due: Int64? { [timer, sweepAt].compactMap { $0 }.min() }
  /// When libcurl wants that.
  private var timer: Int64?
  private let handle: UnsafeMutableRawPointer
  /// TLS sessions, which libcurl keeps apart for each easy handle otherwise. Nil: they are not
  /// resumed.
  let share: UnsafeMutableRawPointer?
  private let poller: Poller
  private let number: Int
  /// Connections that nobody uses and the other side has closed are swept away once a second.
  private var sweepAt: Int64?
  private var lastSweep: Int64 = 0
  private var sweeper: Sweeper?
  private var kept = 0

  /// `number` is what the poller knows its sockets by.
  static func make(poller: Poller, number: Int) throws(SystemFailure) -> Multi {
    let next = WakeUpPair.nextDescriptor
    guard let handle = unsafe curl_multi_init() else {
      throw SystemFailure(what: "libcurl made no multi handle")
    }
    unsafe WakeUpPair.closeOnExec(of: handle, from: next)
    return unsafe Multi(handle, poller, number)
  }

  private init(_ handle: UnsafeMutableRawPointer, _ poller: Poller, _ number: Int) {
    unsafe self.handle = unsafe handle
    unsafe share = unsafe curl_share_init()
    self.poller = poller
    self.number = number
    _ = unsafe crec_share_sessions(share)
    // Not retained: it outlives the handle.
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe crec_multi_set_pointer(handle, CURLMOPT_SOCKETDATA, context)
    unsafe crec_multi_set_pointer(handle, CURLMOPT_TIMERDATA, context)
    unsafe crec_multi_set_socket_function(handle) { _, socket, action, context, _ in
      unsafe Multi.of(context)?.watch(socket, action)
      return 0
    }
    unsafe crec_multi_set_timer_function(handle) { _, milliseconds, context in
      let due = milliseconds < 0 ? nil : Clock.monotonic + Int64(milliseconds)
      unsafe Multi.of(context)?.timer = due
      return 0
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Multi? {
    unsafe context.map { unsafe Unmanaged<Multi>.fromOpaque($0).takeUnretainedValue() }
  }

  private func watch(_ socket: Int32, _ action: Int32) {
    if action == CURL_POLL_REMOVE {
      poller.rest(socket)
    } else {
      poller.watch(
        socket, owner: number, reading: action & CURL_POLL_IN != 0,
        writing: action & CURL_POLL_OUT != 0)
    }
  }

  /// No easy handle has it any more.
  func close() {
    unsafe curl_multi_cleanup(handle)
    sweeper = nil
    _ = unsafe curl_share_cleanup(share)
  }

  /// Lets so many more connections stay open: by itself libcurl keeps four for each transfer that
  /// is under way, and closes those that a burst has left.
  func keep(connections: Int) {
    kept += connections
    _ = unsafe crec_multi_set_long(handle, CURLMOPT_MAXCONNECTS, kept)
  }

  /// The other side has closed an idle connection.
  func noteEnd() {
    // libcurl looks no sooner than a second after it last did.
    if sweepAt == nil { sweepAt = max(Clock.monotonic, lastSweep) + 1_100 }
  }

  private func sweep(_ now: Int64) {
    sweepAt = nil
    lastSweep = now
    if sweeper == nil { sweeper = Sweeper() }
    if let sweeper { unsafe curl_multi_add_handle(handle, sweeper.handle) }
  }

  /// Begins a transfer and keeps it until it has ended. False if libcurl refuses it.
  func add(_ transfer: Transfer) -> Bool {
    guard unsafe curl_multi_add_handle(handle, transfer.handle) == CURLM_OK else { return false }
    _ = unsafe Unmanaged.passRetained(transfer)
    return true
  }

  /// Ends a transfer that was begun; its connection is closed.
  func remove(_ transfer: Transfer) {
    unsafe curl_multi_remove_handle(handle, transfer.handle)
    unsafe Unmanaged.passUnretained(transfer).release()
  }

  func handle(socket: Int32, isReadable: Bool, isWritable: Bool, isBroken: Bool) {
    // libcurl finds out what is broken; told so, it would believe it of a new connection, too, that
    // has taken the socket's number meanwhile.
    let mask =
      (isReadable || isBroken ? CURL_CSELECT_IN : 0)
      | (isWritable || isBroken ? CURL_CSELECT_OUT : 0)
    var running: Int32 = 0
    unsafe curl_multi_socket_action(handle, socket, mask, &running)
  }

  /// False if nothing was due.
  func runIfDue(_ now: Int64) -> Bool {
    if let sweepAt, sweepAt <= now { sweep(now) }
    guard let timer, timer <= now else { return false }
    self.timer = nil
    var running: Int32 = 0
    unsafe curl_multi_socket_action(handle, crec_socket_timeout, 0, &running)
    return true
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
