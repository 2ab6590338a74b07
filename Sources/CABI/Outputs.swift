import Engine

/// The text where there is nothing to hand out.
let noText: StaticString = ""

func pointer(_ text: StaticString) -> UnsafePointer<CChar>? {
  unsafe UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

extension Array {
  /// Nil past the end, and for an index that C's size_t brought beyond Int.
  func element(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
