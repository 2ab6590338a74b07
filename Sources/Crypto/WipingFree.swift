#if hasFeature(Embedded)
  import CCrypto

  /// Stands for `free` in all of the library that ships: keys and tokens pass through arrays, and
  /// whatever is given back is wiped first.
  @_cdecl("__wrap_free")
  public func wipeAndFree(_ memory: UnsafeMutableRawPointer?) {
    guard let memory = unsafe memory else { return }
    unsafe explicit_bzero(memory, malloc_usable_size(memory))
    unsafe __real_free(memory)
  }
#endif
