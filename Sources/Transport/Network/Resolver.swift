import CPlatform
import Engine
import Platform
import Synchronization

/// Looks names up for all loops of the process, each name on a thread of its own while it is being
/// asked for: one that hangs holds up nobody else, and is asked for once however many want it.
@safe final class Resolver {
  struct Failure: Error {
    let message: Bytes
    /// The system is short of something, and the name has not been asked for.
    var shortage: StaticString?
  }

  /// Numeric, IPv6 in brackets; good until a time on the monotonic clock.
  struct Addresses {
    let all: [Bytes]
    let end: Int64
  }

  typealias Answer = Result<Addresses, Failure>

  private struct LookUp {
    let name: Bytes
    var questions: [Question]
  }

  private static let lookUpLimit = 32
  private static let rememberedLimit = 64
  private static let lifetime: Int64 = 60_000

  private let birth = ForkGate.generation
  private let state = Guarded(State())

  private struct State {
    var underWay: [LookUp] = []
    var remembered: [Remembered] = []

    mutating func remember(_ addresses: Addresses, of name: Bytes) {
      let index = remembered.firstIndex { $0.name == name }
      let forgotten = index.map { remembered.remove(at: $0).forgotten } ?? 0
      if remembered.count == Resolver.rememberedLimit { remembered.removeFirst() }
      remembered.append(Remembered(name: name, addresses: addresses, forgotten: forgotten))
    }
  }

  private struct Remembered {
    let name: Bytes
    var addresses: Addresses?
    /// When they were last found to lead nowhere.
    var forgotten: Int64 = 0
  }

  // MARK: - One for each process

  private static let shared = Atomic<UInt>(0)

  /// A forked child needs its own: the parent's threads are not there, and its lock may be held.
  static var current: Resolver {
    let bits = shared.load(ordering: .acquiring)
    if let pointer = unsafe UnsafeRawPointer(bitPattern: bits) {
      let resolver = unsafe Unmanaged<Resolver>.fromOpaque(pointer).takeUnretainedValue()
      if resolver.birth == ForkGate.generation { return resolver }
    }
    let new = Resolver()
    let newBits = unsafe UInt(bitPattern: Unmanaged.passRetained(new).toOpaque())
    let (isMine, _) = shared.compareExchange(
      expected: bits, desired: newBits, ordering: .acquiringAndReleasing)
    guard !isMine else { return new }
    unsafe Unmanaged.passUnretained(new).release()
    return Self.current
  }

  // MARK: - Asking

  func known(_ name: Bytes) -> Addresses? {
    let now = Clock.monotonic
    return state.with { state in
      state.remembered.first { $0.name == name }?.addresses.flatMap { $0.end > now ? $0 : nil }
    }
  }

  /// Nobody was found at these: the name may have moved. Once a second: a host that is down, called
  /// by many, is no reason to ask for its name as often.
  func forget(_ name: Bytes, goodUntil end: Int64) {
    let now = Clock.monotonic
    state.with { state in
      let known = state.remembered.firstIndex { $0.name == name && $0.addresses?.end == end }
      guard let known, now - state.remembered[known].forgotten >= 1_000 else { return }
      state.remembered[known].addresses = nil
      state.remembered[known].forgotten = now
    }
  }

  /// `answer` is called once, on another thread, unless the question is withdrawn.
  func ask(_ name: Bytes, _ answer: @escaping (Answer) -> Void) throws(SystemFailure) -> Question {
    let question = Question(answer)
    let isNew = try state.with { (state: inout State) throws(SystemFailure) -> Bool in
      if let index = state.underWay.firstIndex(where: { $0.name == name }) {
        state.underWay[index].questions.removeAll { $0.isWithdrawn }
        state.underWay[index].questions.append(question)
        return false
      }
      guard state.underWay.count < Self.lookUpLimit else {
        throw SystemFailure(what: "too many name look-ups hang")
      }
      state.underWay.append(LookUp(name: name, questions: [question]))
      return true
    }
    if isNew {
      do throws(SystemFailure) {
        let thread = try Thread.make("crec-names") { self.finish(name, Self.lookUp(name)) }
        pthread_detach(thread)
      } catch {
        finish(name, .failure(Failure(message: [], shortage: error.what)))
      }
    }
    return question
  }

  private func finish(_ name: Bytes, _ answer: Answer) {
    let questions = state.with { state -> [Question] in
      if case .success(let addresses) = answer { state.remember(addresses, of: name) }
      guard let index = state.underWay.firstIndex(where: { $0.name == name }) else { return [] }
      return state.underWay.remove(at: index).questions
    }
    for question in questions { question.answer(answer) }
  }

  // MARK: - The system's resolver

  private static func lookUp(_ name: Bytes) -> Answer {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = Int32(AI_ADDRCONFIG)
    unsafe hints.ai_socktype = crec_socket_stream
    var list: UnsafeMutablePointer<addrinfo>?
    let code = unsafe (name + [0]).withUnsafeBytes {
      unsafe getaddrinfo(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), nil, &hints, &list)
    }
    let cause = crec_errno()
    guard code == 0 else {
      let lack =
        code == EAI_MEMORY
        ? "this system has no memory left for a name look-up"
        : (code == EAI_SYSTEM ? Shortage.name(of: cause) : nil) ?? Shortage.ofDescriptors
      if let lack { return .failure(Failure(message: [], shortage: lack)) }
      let reason = unsafe gai_strerror(code).map {
        unsafe Bytes(UnsafeRawBufferPointer(start: $0, count: strlen($0)))
      }
      return .failure(Failure(message: name + Bytes(": ") + (reason ?? [])))
    }
    defer { unsafe freeaddrinfo(list) }
    var all: [Bytes] = []
    var next = unsafe list
    while let entry = unsafe next, all.count < 16 {
      // libcurl takes no address with a scope.
      if let address = unsafe text(of: entry), !address.contains(UInt8(ascii: "%")) {
        all.append(address)
      }
      unsafe next = entry.pointee.ai_next
    }
    return .success(Addresses(all: all, end: Clock.monotonic + lifetime))
  }

  private static func text(of entry: UnsafeMutablePointer<addrinfo>) -> Bytes? {
    var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = unsafe getnameinfo(
      entry.pointee.ai_addr, entry.pointee.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0,
      NI_NUMERICHOST)
    guard code == 0 else { return nil }
    let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return text.contains(UInt8(ascii: ":")) ? Bytes("[") + text + Bytes("]") : text
  }
}

/// One asker's interest in a name.
final class Question {
  private let onAnswer: Guarded<((Resolver.Answer) -> Void)?>

  init(_ onAnswer: @escaping (Resolver.Answer) -> Void) {
    self.onAnswer = Guarded(onAnswer)
  }

  var isWithdrawn: Bool { onAnswer.with { $0 == nil } }

  func answer(_ answer: Resolver.Answer) { claim()?(answer) }

  /// Nothing of the asker is kept from here on.
  func withdraw() { _ = claim() }

  /// Called, or let go, outside the lock.
  private func claim() -> ((Resolver.Answer) -> Void)? {
    onAnswer.with { onAnswer in
      defer { onAnswer = nil }
      return onAnswer
    }
  }
}
