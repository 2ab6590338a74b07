public import CCrec
import Engine

@_cdecl("crec_status_name") @implementation
public func crec_status_name(_ status: crec_status) -> UnsafePointer<CChar>? {
  unsafe pointer(Status(rawValue: status)?.name ?? "unknown status")
}

@_cdecl("crec_task_state_name") @implementation
public func crec_task_state_name(_ state: crec_task_state) -> UnsafePointer<CChar>? {
  unsafe pointer((TaskState(rawValue: state) ?? .unknown).name)
}

@_cdecl("crec_version") @implementation
public func crec_version() -> UnsafePointer<CChar>? {
  unsafe pointer(libraryVersion)
}
