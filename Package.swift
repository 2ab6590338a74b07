// swift-tools-version: 6.3
import PackageDescription

let root = Context.packageDirectory

/// The library that ships is one module of Embedded Swift: no runtime to bring, and no function
/// compiled twice. Embedded Swift compiles a function again in each module that uses it, and the
/// constants of one copy can take the place of another's. All other builds are ordinary Swift, with
/// a module a folder, which hold the directions of the imports.
let isShipped = Context.environment["CREC_SHIPPED"] != nil

// Every C module is read with the same macros, or the compiler builds each of them twice.
let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .unsafeFlags(["-Xcc", "-D_GNU_SOURCE"]),
]

let checked = common + [.treatAllWarnings(as: .error)]

// The manifest's own setting for Embedded Swift would drop the toolchain's rpath from debug builds
// too. One module has no use for what its files import of each other, and would warn of it.
let shipped =
  common + [
    .unsafeFlags([
      "-enable-experimental-feature", "Embedded", "-wmo", "-Osize", "-suppress-warnings",
      "-Xfrontend", "-function-sections",
      "-Xcc", "-fmodule-map-file=\(root)/Sources/OneModule/module.modulemap",
    ])
  ]

let libraries: [LinkerSetting] = [
  .linkedLibrary("curl"), .linkedLibrary("crypto"), .linkedLibrary("jansson"),
]

let shippedLinking: [LinkerSetting] =
  libraries + [
    .unsafeFlags([
      "-enable-experimental-feature", "Embedded", "-use-ld=lld", "-L\(root)/build/link",
      "-Xlinker", "--gc-sections", "-Xlinker", "--icf=all", "-Xlinker", "--wrap=free",
      "-Xlinker", "--version-script=\(root)/Sources/CABI/exports.map",
      "-Xlinker", "-soname=libcrec.so.0",
      "-Xlinker", "-z", "-Xlinker", "defs",
      "-Xlinker", "-z", "-Xlinker", "now",
      // A name look-up that hangs outlives the last client, on a thread of the library's.
      "-Xlinker", "-z", "-Xlinker", "nodelete",
    ])
  ]

// The Makefile finds what the shipped library is built with: pkg-config's directories would come
// before build/link.
func library(_ name: String, _ package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: isShipped ? nil : package)
}

let headers: [Target] = [
  .systemLibrary(name: "CCrec", path: "include"),
  library("CCurl", "libcurl"),
  library("CCrypto", "libcrypto"),
  library("CJansson", "jansson"),
  .systemLibrary(name: "CPlatform"),
]

let oneModule: [Target] = [
  .target(
    name: "Crec",
    dependencies: ["CCrec", "CCurl", "CCrypto", "CJansson", "CPlatform"],
    path: "Sources",
    exclude: ["CABI/exports.map"],
    sources: ["Crypto", "JSON", "Engine", "Transport", "Credentials", "CABI"],
    swiftSettings: shipped,
    linkerSettings: shippedLinking)
]

let modules: [Target] = [
  .target(name: "Crypto", dependencies: ["CCrypto"], swiftSettings: checked),
  .target(name: "JSON", dependencies: ["CJansson"], swiftSettings: checked),
  .target(name: "Engine", dependencies: ["Crypto", "JSON"], swiftSettings: checked),
  .target(
    name: "Transport", dependencies: ["Engine", "Crypto", "CCurl", "CPlatform"],
    swiftSettings: checked),
  .target(
    name: "Credentials", dependencies: ["Crypto", "Engine", "CPlatform"], swiftSettings: checked),
  .target(
    name: "CABI",
    dependencies: ["CCrec", "CPlatform", "Crypto", "Engine", "Transport", "Credentials"],
    exclude: ["exports.map"], swiftSettings: checked, linkerSettings: libraries),
  .testTarget(
    name: "EngineTests", dependencies: ["Engine", "Crypto", "JSON"], swiftSettings: checked),
]

let package = Package(
  name: "crec",
  products: [
    .library(name: "crec", type: .dynamic, targets: isShipped ? ["Crec"] : ["CABI"])
  ],
  targets: headers + (isShipped ? oneModule : modules))
