import CPlatform
import Platform

/// One pollable descriptor over any number of sockets, one timer and a wake-up from other threads.
@safe final class Poller {
  /// Readable while something is due.
  let descriptor: Int32
  private let wakeUp: Int32
  private let timer: Int32
  private var alarm: Int64?
  private var watches: [Watch] = []
  private var ready = unsafe [epoll_event](repeating: epoll_event(), count: 64)

  /// The watch on a socket, by its number.
  private struct Watch {
    /// 0: it is not watched.
    var kinds: UInt32 = 0
    /// It is closed by `close`, once it is connected. libcurl closes others, a look-up's, without a
    /// word.
    var isConnection = false
    /// Nobody uses the connection: any event is its end.
    var isIdle = false
  }

  enum Event {
    case wakeUp
    case timer
    case socket(Int32, owner: Int, isReadable: Bool, isWritable: Bool, isBroken: Bool)
    /// The other side has closed a socket that was only watched for that.
    case end(owner: Int)
  }

  private init(hasTimer: Bool) {
    descriptor = epoll_create1(crec_epoll_cloexec)
    wakeUp = eventfd(0, crec_eventfd_flags)
    timer = hasTimer ? timerfd_create(CLOCK_MONOTONIC, crec_timerfd_flags) : -1
  }

  /// A timer is needed where somebody else waits on the descriptor.
  static func make(hasTimer: Bool) throws(SystemFailure) -> Poller {
    let poller = Poller(hasTimer: hasTimer)
    guard poller.descriptor >= 0, poller.wakeUp >= 0,
      poller.watch(poller.wakeUp, owner: own, reading: true),
      !hasTimer || poller.timer >= 0 && poller.watch(poller.timer, owner: own, reading: true)
    else {
      poller.close()
      throw SystemFailure(what: "no descriptors to wait on: too many are open")
    }
    return poller
  }

  /// The owner of the timer and the wake-up.
  private static let own = -1

  func close() {
    for descriptor in [descriptor, wakeUp, timer] where descriptor >= 0 {
      _ = CPlatform.close(descriptor)
    }
  }

  /// `owner` comes back with the events.
  @discardableResult
  func watch(_ socket: Int32, owner: Int, reading: Bool, writing: Bool = false) -> Bool {
    let kinds =
      (reading ? crec_epoll_in : 0) | (writing ? crec_epoll_out : 0) | crec_epoll_end
    let before = self[socket].kinds
    self[socket].kinds = kinds
    self[socket].isIdle = false
    // An idle connection is watched for the same as one that is read.
    if before == kinds { return true }
    var event = unsafe event(kinds, of: socket, owner: owner)
    let changes = before == 0 ? [EPOLL_CTL_ADD, EPOLL_CTL_MOD] : [EPOLL_CTL_MOD, EPOLL_CTL_ADD]
    for change in changes where unsafe epoll_ctl(descriptor, change, socket, &event) == 0 {
      return true
    }
    self[socket].kinds = 0
    return false
  }

  /// A socket that nobody reads from. A connection stays as it is watched, for its end; one that
  /// was never made, and only watched for that, libcurl has closed without a word.
  func rest(_ socket: Int32) {
    let watch = self[socket]
    if watch.isConnection && watch.kinds & crec_epoll_out == 0 {
      self[socket].isIdle = true
    } else {
      unwatch(socket)
    }
  }

  /// A new connection's socket.
  func adopt(_ socket: Int32) { self[socket] = Watch(isConnection: true) }

  func close(_ socket: Int32) -> Int32 {
    unwatch(socket)
    return CPlatform.close(socket)
  }

  private func unwatch(_ socket: Int32) {
    let isWatched = self[socket].kinds != 0
    self[socket] = Watch()
    var event = unsafe epoll_event()
    if isWatched { _ = unsafe epoll_ctl(descriptor, EPOLL_CTL_DEL, socket, &event) }
  }

  private subscript(socket: Int32) -> Watch {
    get { watches.indices.contains(Int(socket)) ? watches[Int(socket)] : Watch() }
    set {
      guard socket >= 0 else { return }
      while watches.count <= Int(socket) { watches.append(Watch()) }
      watches[Int(socket)] = newValue
    }
  }

  private func event(_ kinds: UInt32, of socket: Int32, owner: Int) -> epoll_event {
    var event = unsafe epoll_event()
    unsafe event.events = kinds
    unsafe event.data.u64 =
      UInt64(UInt32(bitPattern: Int32(truncatingIfNeeded: owner))) << 32
      | UInt64(UInt32(bitPattern: socket))
    return unsafe event
  }

  /// From any thread.
  func wake() {
    eventfd_write(wakeUp, 1)
  }

  /// Is readable at a time on the monotonic clock. An alarm that is far away stays when the time
  /// moves on, as it does with every call: at most one wakes up in vain.
  func setTimer(at time: Int64?) {
    if let alarm {
      let isNear = alarm < Clock.monotonic + 1_000
      guard time != alarm, isNear || time.map({ $0 < alarm }) ?? false else { return }
    }
    guard let time else { return }
    alarm = time
    var specification = itimerspec()
    // All zeros would disarm it. Relative: in a time namespace, or under a shim that shifts clocks,
    // the kernel's clock is not the one that is read here.
    specification.it_value = Clock.time(ofMilliseconds: max(1, time - Clock.monotonic))
    if unsafe timerfd_settime(timer, 0, &specification, nil) != 0 { alarm = nil }
  }

  /// Waits for events until a time on the monotonic clock, nil for ever.
  func wait(until end: Int64?) -> [Event] {
    let limit = end.map { Int32(clamping: max(0, $0 - Clock.monotonic)) } ?? -1
    let count = unsafe epoll_wait(descriptor, &ready, Int32(ready.count), limit)
    return unsafe ready.prefix(Int(max(0, count))).map { event in
      let data = unsafe event.data.u64
      let socket = Int32(bitPattern: UInt32(truncatingIfNeeded: data))
      let owner = Int(Int32(bitPattern: UInt32(truncatingIfNeeded: data >> 32)))
      guard owner == Self.own else {
        if self[socket].isIdle {
          unwatch(socket)
          self[socket].isConnection = true
          return .end(owner: owner)
        }
        return .socket(
          socket, owner: owner,
          isReadable: unsafe event.events & (crec_epoll_in | crec_epoll_end) != 0,
          isWritable: unsafe event.events & crec_epoll_out != 0,
          isBroken: unsafe event.events & crec_epoll_broken != 0)
      }
      drain(socket)
      if socket == timer { alarm = nil }
      return socket == timer ? .timer : .wakeUp
    }
  }

  private func drain(_ counter: Int32) {
    var count: UInt64 = 0
    _ = unsafe read(counter, &count, MemoryLayout<UInt64>.size)
  }
}
