import Engine

/// The handle that a `*_new` function hands out: an object retained once, until its `*_free`.
typealias Handle = OpaquePointer
typealias HandleOutput = UnsafeMutablePointer<OpaquePointer?>

func makeHandle(_ object: some AnyObject) -> Handle {
  unsafe Handle(Unmanaged.passRetained(object).toOpaque())
}

func object<Object: AnyObject>(_ handle: Handle?, as type: Object.Type) -> Object? {
  unsafe handle.map {
    unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue()
  }
}

func freeHandle<Object: AnyObject>(_ handle: Handle?, as type: Object.Type) {
  unsafe handle.map { unsafe Unmanaged<Object>.fromOpaque(UnsafeRawPointer($0)).release() }
}

/// Writes what `make` makes, or the outcome that says why there is none.
func produce<Object: AnyObject>(
  _ name: StaticString, _ output: HandleOutput?, _ outcome: HandleOutput?,
  _ make: () throws(Failure) -> Object
) -> Int32 {
  unsafe output?.pointee = nil
  unsafe outcome?.pointee = nil
  do throws(Failure) {
    guard let output = unsafe output else { throw .null(name) }
    unsafe output.pointee = makeHandle(try make())
    return Status.ok.rawValue
  } catch {
    return unsafe deliver(error.outcome, to: outcome)
  }
}

/// Writes the outcome that `make` comes to, whatever it is.
func conclude(_ outcome: HandleOutput?, _ make: () throws(Failure) -> Outcome) -> Int32 {
  unsafe outcome?.pointee = nil
  do throws(Failure) {
    return unsafe deliver(try make(), to: outcome)
  } catch {
    return unsafe deliver(error.outcome, to: outcome)
  }
}

func deliver(_ result: Outcome, to outcome: HandleOutput?) -> Int32 {
  unsafe outcome?.pointee = makeHandle(OutcomeObject(result))
  return result.status.rawValue
}

extension Failure {
  static func null(_ name: StaticString) -> Failure {
    refused(Fault(name, Bytes("is NULL"), rule: Bytes("a pointer")))
  }

  static func forked(_ name: StaticString) -> Failure {
    let what = Bytes("the ") + Bytes(name) + Bytes(" was made before fork(): make a new one")
    return Failure(Outcome(.forked, message: what))
  }

  static func refused(_ fault: Fault) -> Failure { refused([fault]) }

  static func refused(_ faults: [Fault]) -> Failure {
    Failure(Outcome(refusal: Refusal(faults)))
  }
}

extension [Fault] {
  /// The result of `make`; or nil, with its faults added to these. A failure that is
  /// no fault of the arguments ends everything.
  mutating func gather<Value>(_ make: () throws(Failure) -> Value) throws(Failure) -> Value? {
    do throws(Failure) {
      return try make()
    } catch {
      guard !error.outcome.faults.isEmpty else { throw error }
      self += error.outcome.faults
      return nil
    }
  }
}

/// The engine refuses; the C side answers with an outcome.
func refusable<Value>(_ make: () throws(Refusal) -> Value) throws(Failure) -> Value {
  do throws(Refusal) {
    return try make()
  } catch {
    throw Failure(Outcome(refusal: error))
  }
}
