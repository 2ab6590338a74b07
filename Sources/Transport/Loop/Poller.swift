import CPlatform

/// One pollable descriptor over any number of sockets, one timer and a wake-up from other threads.
final class Poller {
  /// Readable while something is due.
  let descriptor: Int32
  private let wakeUp: Int32
  private let timer: Int32
  private var alarm: Int64?

  enum Event {
    case wakeUp
    case timer
    case socket(Int32, owner: Int, isReadable: Bool, isWritable: Bool, isBroken: Bool)
    /// The other side has closed a socket that was only watched for that.
    case end(owner: Int)
  }

  private init() {
    descriptor = epoll_create1(crec_epoll_cloexec)
    wakeUp = eventfd(0, crec_eventfd_flags)
    timer = timerfd_create(CLOCK_MONOTONIC, crec_timerfd_flags)
  }

  static func make() throws(SystemFailure) -> Poller {
    let poller = Poller()
    guard poller.descriptor >= 0, poller.wakeUp >= 0, poller.timer >= 0,
      poller.watch(poller.wakeUp, owner: own, reading: true),
      poller.watch(poller.timer, owner: own, reading: true)
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
    var event = unsafe event(
      (reading ? crec_epoll_in : 0) | (writing ? crec_epoll_out : 0), of: socket, owner: owner)
    return unsafe epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event) == 0
      || epoll_ctl(descriptor, EPOLL_CTL_ADD, socket, &event) == 0
  }

  /// A socket that nobody reads from: once, for the other side to close it.
  func watchForEnd(_ socket: Int32, owner: Int) {
    var event = unsafe event(crec_epoll_end | crec_epoll_once, of: socket, owner: owner)
    _ = unsafe epoll_ctl(descriptor, EPOLL_CTL_MOD, socket, &event)
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

  /// When to wake up by time, on the monotonic clock. A new time replaces the old one.
  func setTimer(at time: Int64?) {
    guard time != alarm else { return }
    alarm = time
    var specification = itimerspec()
    // All zeros would disarm it. Relative: in a time namespace, or under a shim that shifts clocks,
    // the kernel's clock is not the one that is read here.
    if let time {
      specification.it_value = Clock.time(ofMilliseconds: max(1, time - Clock.monotonic))
    }
    if unsafe timerfd_settime(timer, 0, &specification, nil) != 0 { alarm = nil }
  }

  /// Waits for events until a time on the monotonic clock, nil for ever.
  func wait(until end: Int64?) -> [Event] {
    var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
    let limit = end.map { Int32(clamping: max(0, $0 - Clock.monotonic)) } ?? -1
    let count = unsafe epoll_wait(descriptor, &events, Int32(events.count), limit)
    return unsafe events.prefix(Int(max(0, count))).map { event in
      let data = unsafe event.data.u64
      let socket = Int32(bitPattern: UInt32(truncatingIfNeeded: data))
      let owner = Int(Int32(bitPattern: UInt32(truncatingIfNeeded: data >> 32)))
      guard owner == Self.own else {
        if unsafe event.events & crec_epoll_end != 0 { return .end(owner: owner) }
        return .socket(
          socket, owner: owner, isReadable: unsafe event.events & crec_epoll_in != 0,
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
