import CPlatform
import Engine
import Platform

/// The system or libcurl could not give what every call needs: a thread, a descriptor, a handle.
struct SystemFailure: Error {
  let what: StaticString
  /// It may be there in a moment.
  var isShortage = true

  var outcome: Outcome { isShortage ? .shortage(what) : Outcome(.internal, message: Bytes(what)) }
}

enum Shortage {
  /// Asks the system for descriptors: libraries tell of a lack of them as failures of other kinds,
  /// such as a file of certificates that cannot be read. Two, as one has become free meanwhile: the
  /// socket of the connection that failed.
  static var ofDescriptors: StaticString? {
    let probes = [eventfd(0, crec_eventfd_flags), eventfd(0, crec_eventfd_flags)]
    let lack = probes.contains { $0 < 0 } ? name(of: crec_errno()) : nil
    for probe in probes where probe >= 0 { close(probe) }
    return lack
  }

  /// Nil for an errno that tells of something else.
  static func name(of code: Int32) -> StaticString? {
    switch code {
    case EMFILE: "this process may open no more descriptors"
    case ENFILE: "this system may open no more descriptors"
    case ENOMEM, ENOBUFS: "this system has no memory left for a connection"
    default: nil
    }
  }
}

extension Outcome {
  static func shortage(_ what: StaticString) -> Outcome {
    Outcome(.shortage, message: Bytes("not sent: ") + Bytes(what))
  }
}

extension Failure {
  init(_ failure: SystemFailure) {
    self.init(failure.outcome)
  }
}

extension Thread {
  static func make(
    _ name: StaticString, _ body: @escaping () -> Void
  ) throws(SystemFailure) -> pthread_t {
    guard let thread = start(name, body) else {
      throw SystemFailure(what: "no thread could be started")
    }
    return thread
  }
}
