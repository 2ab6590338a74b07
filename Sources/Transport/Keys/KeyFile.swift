import CPlatform
import Engine

/// The files of keys, read on a thread that may wait for them.
enum KeyFile {
  /// A file of profiles or a token; none is nearly as large.
  private static let limit = 1 << 20

  static func read(_ path: Bytes) -> Given {
    if path.contains(0) { return .failure(Bytes("has a NUL in its name"), isPassing: false) }
    guard let path = inDirectories(path) else { return .absent }
    // A pipe without a writer would hold up its reader.
    let file = unsafe path.withCString {
      unsafe crec_open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0)
    }
    guard file >= 0 else {
      let code = crec_errno()
      if code == ENOENT || code == ENOTDIR { return .absent }
      return .failure(Bytes(word(for: code)), isPassing: false)
    }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else {
      return .failure(Bytes("cannot be read"), isPassing: true)
    }
    guard status.st_mode & mode_t(S_IFMT) == mode_t(S_IFREG) else {
      return .failure(Bytes("is no file"), isPassing: false)
    }
    guard let bytes = bytes(of: file) else {
      return .failure(Bytes("cannot be read"), isPassing: true)
    }
    guard bytes.count <= limit else {
      return .failure("is larger than " + decimal(Int64(limit)) + Bytes(" bytes"), isPassing: false)
    }
    return .file(FileContents(bytes: bytes, isOpen: status.st_mode & 0o077 != 0))
  }

  /// One byte more than it may have, where it has more; nil if it cannot be read.
  static func bytes(of file: Int32, limit: Int = limit) -> Bytes? {
    var bytes = Bytes()
    var part = Bytes(repeating: 0, count: 4_096)
    while bytes.count <= limit {
      let room = min(part.count, limit + 1 - bytes.count)
      let count = unsafe CPlatform.read(file, &part, room)
      if count < 0 && crec_errno() == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += part.prefix(count)
    }
    return bytes
  }

  /// The path, where "~" is the directory that the system's users have for this one; nil if they
  /// have none.
  private static func inDirectories(_ path: Bytes) -> Bytes? {
    guard path.starts(with: Bytes("~/")) else { return path }
    var user = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var texts = [CChar](repeating: 0, count: 16_384)
    guard unsafe getpwuid_r(getuid(), &user, &texts, texts.count, &found) == 0,
      let directory = unsafe found?.pointee.pw_dir
    else { return nil }
    return unsafe Bytes(UnsafeRawBufferPointer(start: directory, count: strlen(directory)))
      + path.dropFirst()
  }

  private static func word(for code: Int32) -> StaticString {
    switch code {
    case EACCES, EPERM: "may not be read"
    case EMFILE, ENFILE: "cannot be opened: too many descriptors are open"
    default: "cannot be opened"
    }
  }
}

extension Bytes {
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    unsafe (self + [0]).withUnsafeBufferPointer { text in
      unsafe text.withMemoryRebound(to: CChar.self) { text in
        // It has a NUL at least.
        unsafe body(text.baseAddress.unsafelyUnwrapped)
      }
    }
  }
}
