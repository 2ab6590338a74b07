import CPlatform

/// The Swift library seeds its hashing with this, which glibc only has since 2.36. Our own, not
/// exported, keeps the library loadable on older ones.
@_cdecl("arc4random_buf")
public func randomBytes(_ buffer: UnsafeMutableRawPointer?, _ size: Int) {
  var done = 0
  while let start = unsafe buffer, done < size {
    let count = unsafe getrandom(start + done, size - done, 0)
    if count > 0 { done += count }
  }
}
