import CPlatform
import Engine
import Platform

/// A program that prints a key, run on a thread that may wait for it.
final class KeyProcess {
  /// Milliseconds, as the vendors' SDKs have it.
  private static let patience: Int64 = 60_000
  /// Milliseconds for the end of a program that was killed.
  private static let lastPatience: Int64 = 2_000
  private static let outputLimit = 65_536

  private struct State {
    /// 0 while there is none to be ended.
    var running: pid_t = 0
    var isStopped = false
  }

  private let state = Guarded(State())

  func run(_ words: [Bytes]) -> Given {
    var ends: [Int32] = [-1, -1]
    guard unsafe crec_pipe(&ends) == 0 else {
      return .failure(Bytes("could not be run: no descriptor is free"), isPassing: true)
    }
    defer { close(ends[0]) }
    var process: pid_t = 0
    let code = Self.spawn(words, printingTo: ends[1], &process)
    close(ends[1])
    guard code == 0 else { return Self.failure(code) }
    let isStopped = state.with { state in
      state.running = process
      return state.isStopped
    }
    let end = isStopped ? 0 : Clock.monotonic + Self.patience
    let (output, problem) = Self.read(ends[0], until: end)
    let (status, isLate) = wait(for: process, until: problem == nil ? end : 0)
    if let problem { return .failure(Bytes(problem), isPassing: true) }
    if isLate { return .failure(Bytes(Self.late), isPassing: true) }
    // Where the host ignores its children nobody knows.
    guard let status, status != 0 else { return .output(output) }
    let way = status & 0x7F == 0 ? decimal(Int64(status >> 8 & 0xFF)) : Bytes("a signal")
    return .failure("ended with " + way, isPassing: true)
  }

  /// Ends the program that runs, and all that it has started. From any thread.
  func stop() {
    state.with { state in
      state.isStopped = true
      Self.kill(state.running)
    }
  }

  private static let late: StaticString = "took too long"

  private static func failure(_ code: Int32) -> Given {
    switch code {
    case ENOENT, ENOTDIR: .failure(Bytes("names a program that is not there"), isPassing: false)
    case EACCES, EPERM: .failure(Bytes("names a program that may not be run"), isPassing: false)
    case EAGAIN, ENOMEM, EMFILE, ENFILE:
      .failure(Bytes("could not be run: the system has no room for it"), isPassing: true)
    default: .failure(Bytes("could not be run"), isPassing: false)
    }
  }

  /// Without a shell, in a group of its own, with nothing to read, and its complaints unheard.
  private static func spawn(
    _ words: [Bytes], printingTo output: Int32, _ process: inout pid_t
  ) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    // This thread has every signal blocked.
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var arguments = unsafe words.map { unsafe $0.withCString { unsafe strdup($0) } } + [nil]
    let copies = unsafe arguments
    defer { for index in words.indices { unsafe free(copies[index]) } }
    guard let program = unsafe arguments[0] else { return ENOMEM }
    return unsafe posix_spawnp(
      &process, program, &actions, &attributes, &arguments, crec_environment())
  }

  private static func read(
    _ pipe: Int32, until end: Int64
  ) -> (output: Bytes, problem: StaticString?) {
    var output = Bytes()
    var part = Bytes(repeating: 0, count: 4_096)
    while true {
      let left = end - Clock.monotonic
      guard left > 0 else { return (output, late) }
      var ready = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&ready, 1, Int32(clamping: left))
      let count = unsafe CPlatform.read(pipe, &part, part.count)
      if count == 0 { return (output, nil) }
      if count > 0 { output += part.prefix(count) }
      guard output.count <= outputLimit else { return (output, "prints too much") }
    }
  }

  /// Ends it and all that it has started, once its time is over. The status is nil if somebody else
  /// has waited for it, or it cannot be ended.
  private func wait(for process: pid_t, until end: Int64) -> (status: Int32?, isLate: Bool) {
    let lastEnd = max(end, Clock.monotonic) + Self.lastPatience
    var status: Int32 = 0
    while true {
      let isLate = Clock.monotonic >= end
      let ended = state.with { state in
        if isLate { Self.kill(process) }
        let ended = unsafe waitpid(process, &status, WNOHANG)
        if ended != 0 { state.running = 0 }
        return ended
      }
      if ended == process { return (status, isLate) }
      if ended < 0 || Clock.monotonic >= lastEnd { return (nil, isLate) }
      usleep(2_000)
    }
  }

  /// Also where it has left its group.
  private static func kill(_ process: pid_t) {
    guard process > 0 else { return }
    CPlatform.kill(-process, SIGKILL)
    CPlatform.kill(process, SIGKILL)
  }
}
