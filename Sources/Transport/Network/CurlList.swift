import CCurl
import CPlatform
import Engine

/// Lines as libcurl takes them, in one block that is wiped in the end: headers hold the token and
/// the signature.
@safe struct CurlList: ~Copyable {
  private let nodes: UnsafeMutableBufferPointer<curl_slist>
  private let texts: UnsafeMutableRawBufferPointer

  /// `text` is the lines, each with a NUL behind it; it has `count` of them.
  init(_ text: Bytes, count: Int) {
    unsafe texts = .allocate(byteCount: text.count, alignment: 1)
    unsafe texts.copyBytes(from: text)
    unsafe nodes = .allocate(capacity: count)
    var line = unsafe texts.baseAddress?.assumingMemoryBound(to: CChar.self)
    for index in 0..<count {
      let next = unsafe index + 1 < count ? nodes.baseAddress.map { unsafe $0 + index + 1 } : nil
      unsafe nodes.initializeElement(at: index, to: curl_slist(data: line, next: next))
      unsafe line = line.map { unsafe $0 + strlen($0) + 1 }
    }
  }

  deinit {
    unsafe texts.baseAddress.map { unsafe explicit_bzero($0, texts.count) }
    unsafe texts.deallocate()
    unsafe nodes.deallocate()
  }

  /// Nil without lines. libcurl reads it until the transfer's end.
  var head: UnsafeMutablePointer<curl_slist>? {
    unsafe nodes.isEmpty ? nil : nodes.baseAddress
  }
}
