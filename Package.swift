// swift-tools-version: 6.2
import PackageDescription

let root = Context.packageDirectory

// Every C module is read with the same macros, or the compiler builds each of them twice.
let common: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .unsafeFlags(["-Xcc", "-D_GNU_SOURCE"]),
]

// Release is Embedded Swift: no runtime to ship. The manifest's own setting for it would drop the
// toolchain's rpath from debug builds too.
let library =
  common + [
    .unsafeFlags(
      [
        "-enable-experimental-feature", "Embedded", "-wmo", "-Osize", "-Xfrontend",
        "-function-sections",
      ],
      .when(configuration: .release))
  ]

let package = Package(
  name: "crec",
  products: [
    .library(name: "crec", type: .dynamic, targets: ["CABI"])
  ],
  targets: [
    .systemLibrary(name: "CCrec", path: "include"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CJansson", pkgConfig: "jansson"),
    .systemLibrary(name: "CPlatform"),
    .target(name: "Crypto", dependencies: ["CCrypto"], swiftSettings: library),
    .target(name: "JSON", dependencies: ["CJansson"], swiftSettings: library),
    .target(name: "Engine", dependencies: ["Crypto", "JSON"], swiftSettings: library),
    .target(
      name: "Transport", dependencies: ["Engine", "Crypto", "CCurl", "CPlatform"],
      swiftSettings: library),
    .target(
      name: "Credentials", dependencies: ["Crypto", "Engine", "CPlatform"], swiftSettings: library),
    .target(
      name: "CABI",
      dependencies: ["CCrec", "CPlatform", "Crypto", "Engine", "Transport", "Credentials"],
      exclude: ["exports.map"],
      swiftSettings: library,
      linkerSettings: [
        .linkedLibrary("curl"), .linkedLibrary("crypto"), .linkedLibrary("jansson"),
        .unsafeFlags(
          [
            "-enable-experimental-feature", "Embedded", "-use-ld=lld",
            "-Xlinker", "--gc-sections",
            "-Xlinker", "--version-script=\(root)/Sources/CABI/exports.map",
            "-Xlinker", "-soname=libcrec.so.0",
            "-Xlinker", "-z", "-Xlinker", "defs",
            "-Xlinker", "-z", "-Xlinker", "now",
            // A name look-up that hangs outlives the last client, on a thread of the library's.
            "-Xlinker", "-z", "-Xlinker", "nodelete",
          ], .when(configuration: .release)),
      ]),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "Crypto", "JSON"], swiftSettings: common),
  ]
)
