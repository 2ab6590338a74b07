import CPlatform

/// One pollable descriptor over any number of sockets, one timer and a wake-up from other threads.
final class Poller {
  private let epoll: Int32
  private let wakeUp: Int32
  private let timer: Int32

  enum Event {
    case wakeUp
    case timer
    case socket(Int32, isReadable: Bool, isWritable: Bool, isBroken: Bool)
  }

  init() throws(SystemFailure) {
    epoll = epoll_create1(crec_epoll_cloexec)
    wakeUp = eventfd(0, crec_eventfd_flags)
    timer = timerfd_create(CLOCK_MONOTONIC, crec_timerfd_flags)
    guard epoll >= 0, wakeUp >= 0, timer >= 0, watch(wakeUp, reading: true),
      watch(timer, reading: true)
    else {
      close()
      throw SystemFailure(what: "no descriptors to wait on: too many are open")
    }
  }

  func close() {
    for descriptor in [epoll, wakeUp, timer] where descriptor >= 0 {
      _ = CPlatform.close(descriptor)
    }
  }

  @discardableResult
  func watch(_ descriptor: Int32, reading: Bool, writing: Bool = false) -> Bool {
    var event = unsafe epoll_event()
    unsafe event.events = (reading ? crec_epoll_in : 0) | (writing ? crec_epoll_out : 0)
    unsafe event.data.fd = descriptor
    return unsafe epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) == 0
      || epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0
  }

  func unwatch(_ descriptor: Int32) {
    var event = unsafe epoll_event()
    _ = unsafe epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event)
  }

  /// From any thread.
  func wake() {
    eventfd_write(wakeUp, 1)
  }

  /// A new time replaces the old one; nil for none.
  func setTimer(milliseconds: Int?) {
    var time = itimerspec()
    if let milliseconds {
      time.it_value.tv_sec = milliseconds / 1_000
      // All zeros would disarm it.
      time.it_value.tv_nsec = max(1, milliseconds % 1_000 * 1_000_000)
    }
    _ = unsafe timerfd_settime(timer, 0, &time, nil)
  }

  /// Blocks until something is due.
  func wait() -> [Event] {
    var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)
    let count = unsafe epoll_wait(epoll, &events, Int32(events.count), -1)
    return unsafe events.prefix(Int(max(0, count))).map { event in
      let descriptor = unsafe event.data.fd
      if descriptor == wakeUp || descriptor == timer { drain(descriptor) }
      return switch descriptor {
      case wakeUp: .wakeUp
      case timer: .timer
      default:
        .socket(
          descriptor, isReadable: unsafe event.events & crec_epoll_in != 0,
          isWritable: unsafe event.events & crec_epoll_out != 0,
          isBroken: unsafe event.events & crec_epoll_broken != 0)
      }
    }
  }

  private func drain(_ descriptor: Int32) {
    var count: UInt64 = 0
    _ = unsafe read(descriptor, &count, MemoryLayout<UInt64>.size)
  }
}
