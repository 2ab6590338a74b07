public import CCrec
public import CCrecLedger
import CPlatform
import Ledger
import Platform

/// A list of recordings as C sees it: the structs, and one block that their texts are in.
@safe final class RecordingList {
  private let structs: UnsafeMutableBufferPointer<crec_recording>
  private let texts: UnsafeMutablePointer<CChar>

  init(_ recordings: [Recording], bound: (Recording) -> Bytes, isOrphan: (Recording) -> Bool) {
    var block = Bytes()
    var places: [Int] = []
    for one in recordings {
      for text in [one.name, one.account, one.action, one.task, one.problem, bound(one)] {
        places.append(block.count)
        block += text
        block.append(0)
      }
    }
    unsafe texts = .allocate(capacity: block.count + 1)
    for (index, byte) in block.enumerated() { unsafe texts[index] = CChar(bitPattern: byte) }
    unsafe structs = .allocate(capacity: recordings.count)
    for (index, one) in recordings.enumerated() {
      func text(_ place: Int) -> UnsafePointer<CChar> {
        unsafe UnsafePointer(texts + places[6 * index + place])
      }
      var it = unsafe crec_recording()
      unsafe it.struct_size = MemoryLayout<crec_recording>.size
      unsafe it.name = text(0)
      unsafe it.account = text(1)
      unsafe it.cloud = one.cloud
      unsafe it.action = text(2)
      unsafe it.task = text(3)
      unsafe it.state = one.state.rawValue
      unsafe it.started_at = one.startedAt
      unsafe it.changed_at = one.changedAt
      unsafe it.attempts = Int32(clamping: one.attempts)
      unsafe it.status = one.status
      unsafe it.problem = text(4)
      unsafe it.bound = text(5)
      unsafe it.is_orphan = isOrphan(one) ? 1 : 0
      unsafe structs.initializeElement(at: index, to: it)
    }
  }

  deinit {
    unsafe structs.deallocate()
    unsafe texts.deallocate()
  }

  var count: Int { unsafe structs.count }

  func element(_ index: Int) -> UnsafePointer<crec_recording>? {
    guard unsafe (0..<structs.count).contains(index) else { return nil }
    return unsafe structs.baseAddress.map { unsafe UnsafePointer($0 + index) }
  }
}

private func list(_ handle: OpaquePointer?) -> RecordingList? {
  unsafe handle.map {
    unsafe Unmanaged<RecordingList>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue()
  }
}

@_cdecl("crec_ledger_list") @implementation
public func crec_ledger_list(
  _ ledger: OpaquePointer?, _ recordings: UnsafeMutablePointer<OpaquePointer?>?,
  _ outcome: UnsafeMutablePointer<OpaquePointer?>?
) -> crec_status {
  unsafe recordings?.pointee = nil
  return unsafe answer(outcome) { () throws(Refused) in
    let worker = try unsafe worker(ledger)
    guard let output = unsafe recordings else { throw invalid("recordings is NULL") }
    if worker.isInside {
      throw Refused(Status.busy, Bytes("a completion cannot wait for the ledger"))
    }
    unsafe output.pointee = OpaquePointer(Unmanaged.passRetained(try worker.list()).toOpaque())
  }
}

@_cdecl("crec_recordings_count") @implementation
public func crec_recordings_count(_ recordings: OpaquePointer?) -> Int {
  unsafe list(recordings)?.count ?? 0
}

@_cdecl("crec_recordings_at") @implementation
public func crec_recordings_at(
  _ recordings: OpaquePointer?, _ index: Int
) -> UnsafePointer<crec_recording>? {
  unsafe list(recordings)?.element(index)
}

@_cdecl("crec_recordings_free") @implementation
public func crec_recordings_free(_ recordings: OpaquePointer?) {
  unsafe recordings.map {
    unsafe Unmanaged<RecordingList>.fromOpaque(UnsafeRawPointer($0)).release()
  }
}

@_cdecl("crec_recording_state_name") @implementation
public func crec_recording_state_name(_ state: crec_recording_state) -> UnsafePointer<CChar>? {
  let name = Recording.State(rawValue: state)?.name ?? "unknown"
  return unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
}
