import CPlatform
import Engine
import Platform

/// A program that prints a key, run on a thread that may wait for it.
enum KeyProcess {
  /// Milliseconds, as the vendors' SDKs have it.
  private static let patience: Int64 = 60_000
  private static let outputLimit = 65_536

  static func run(_ words: [Bytes]) -> Given {
    var ends: [Int32] = [-1, -1]
    guard unsafe crec_pipe(&ends) == 0 else {
      return .failure(Bytes("could not be run: no descriptor is free"), isPassing: true)
    }
    defer { close(ends[0]) }
    let process = spawn(words, printingTo: ends[1])
    close(ends[1])
    guard let process else { return .failure(Bytes("could not be run"), isPassing: false) }
    let end = Clock.monotonic + patience
    let (output, problem) = read(ends[0], until: end)
    let status = wait(for: process, until: problem == nil ? end : 0)
    if let problem { return .failure(Bytes(problem), isPassing: true) }
    // Where the host ignores its children nobody knows.
    guard let status, status != 0 else { return .output(output) }
    let way = status & 0x7F == 0 ? decimal(Int64(status >> 8 & 0xFF)) : Bytes("a signal")
    return .failure("ended with " + way, isPassing: true)
  }

  /// Without a shell, in a group of its own, with nothing to read, and its complaints unheard.
  private static func spawn(_ words: [Bytes], printingTo output: Int32) -> pid_t? {
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
    guard let program = unsafe arguments[0] else { return nil }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(
      &process, program, &actions, &attributes, &arguments, crec_environment())
    return code == 0 ? process : nil
  }

  private static func read(
    _ pipe: Int32, until end: Int64
  ) -> (output: Bytes, problem: StaticString?) {
    var output = Bytes()
    var part = Bytes(repeating: 0, count: 4_096)
    while true {
      let left = end - Clock.monotonic
      guard left > 0 else { return (output, "took too long") }
      var ready = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      _ = unsafe poll(&ready, 1, Int32(clamping: left))
      let count = unsafe CPlatform.read(pipe, &part, part.count)
      if count == 0 { return (output, nil) }
      if count > 0 { output += part.prefix(count) }
      guard output.count <= outputLimit else { return (output, "prints too much") }
    }
  }

  /// Ends it and all that it has started, once its time is over. Nil if somebody else has waited
  /// for it.
  private static func wait(for process: pid_t, until end: Int64) -> Int32? {
    var status: Int32 = 0
    while true {
      let isLate = Clock.monotonic >= end
      if isLate { kill(-process, SIGKILL) }
      let ended = unsafe waitpid(process, &status, isLate ? 0 : WNOHANG)
      if ended == process { return status }
      if ended < 0 && crec_errno() != EINTR { return nil }
      usleep(2_000)
    }
  }
}
