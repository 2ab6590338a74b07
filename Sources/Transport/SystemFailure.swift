/// The system or libcurl could not give what every call needs: a thread, a descriptor, a handle.
struct SystemFailure: Error {
  let what: StaticString
}
