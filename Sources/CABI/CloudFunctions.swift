public import CCrec
import Engine

@_cdecl("crec_cloud_name") @implementation
public func crec_cloud_name(_ cloud: crec_cloud) -> UnsafePointer<CChar>? {
  unsafe pointer(Cloud.numbered(cloud)?.name ?? noText)
}

@_cdecl("crec_cloud_title") @implementation
public func crec_cloud_title(_ cloud: crec_cloud) -> UnsafePointer<CChar>? {
  unsafe pointer(Cloud.numbered(cloud)?.title ?? noText)
}

@_cdecl("crec_cloud_named") @implementation
public func crec_cloud_named(_ name: UnsafePointer<CChar>?) -> crec_cloud {
  unsafe text(name).flatMap { Cloud.named($0) }?.number ?? 0
}
