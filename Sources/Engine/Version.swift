/// As in the C header; a test compares them.
public let libraryVersion: StaticString = "0.1.0"
