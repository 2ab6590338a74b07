// swift-tools-version: 6.3
import PackageDescription

let root = Context.packageDirectory

/// The library that ships is one module of Embedded Swift: no runtime to bring, and no function
/// compiled twice. Embedded Swift compiles a function again in each module that uses it, and the
/// constants of one copy can take the place of another's. All other builds are ordinary Swift, with
/// a module a folder, which hold the directions of the imports.
let isShipped = Context.environment["CREC_SHIPPED"] != nil
let isLedger = Context.environment["CREC_SHIPPED"] == "ledger"

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

/// The linking of a library that ships, with what is in a directory first.
func shippedLinking(
  _ libraries: [LinkerSetting], in directory: String, _ options: [String]
) -> [LinkerSetting] {
  let common = ["--gc-sections", "--icf=all", "-z", "defs", "-z", "now"]
  return libraries + [
    .unsafeFlags(
      ["-enable-experimental-feature", "Embedded", "-use-ld=lld", "-L\(root)/\(directory)"]
        + (common + options).flatMap { ["-Xlinker", $0] })
  ]
}

let coreLinking = shippedLinking(
  libraries, in: "build/link",
  [
    "--wrap=free", "-soname=libcrec.so.0",
    "--version-script=\(root)/Sources/CABI/exports.map",
    // A name look-up that hangs outlives the last client, on a thread of the library's.
    "-z", "nodelete",
  ])

let ledgerLinking = shippedLinking(
  [.linkedLibrary("crec"), .linkedLibrary("sqlite3")], in: "build/lib",
  [
    "-soname=libcrec-ledger.so.0", "-rpath", "$ORIGIN",
    "--version-script=\(root)/Sources/LedgerABI/exports.map",
    // Calls that are under way at the close end in here, as long as their client lives.
    "-z", "nodelete",
  ])

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
  library("CSQLite", "sqlite3"),
  .systemLibrary(name: "CPlatform"),
]

let core = Target.target(
  name: "Crec",
  dependencies: ["CCrec", "CCurl", "CCrypto", "CJansson", "CPlatform"],
  path: "Sources",
  exclude: ["CABI/exports.map", "Ledger", "LedgerABI"],
  sources: ["Platform", "Crypto", "JSON", "Engine", "Transport", "Credentials", "CABI"],
  swiftSettings: shipped,
  linkerSettings: coreLinking)

let ledger = Target.target(
  name: "CrecLedger",
  dependencies: ["CCrec", "CSQLite", "CPlatform"],
  path: "Sources",
  exclude: [
    "LedgerABI/exports.map", "Crypto", "JSON", "Engine", "Transport", "Credentials", "CABI",
  ],
  sources: ["Platform", "Ledger", "LedgerABI"],
  swiftSettings: shipped,
  linkerSettings: ledgerLinking)

let modules: [Target] = [
  .target(name: "Platform", dependencies: ["CPlatform"], swiftSettings: checked),
  .target(name: "Crypto", dependencies: ["CCrypto"], swiftSettings: checked),
  .target(name: "JSON", dependencies: ["CJansson"], swiftSettings: checked),
  .target(name: "Engine", dependencies: ["Crypto", "JSON"], swiftSettings: checked),
  .target(
    name: "Transport", dependencies: ["Engine", "Crypto", "Platform", "CCurl", "CPlatform"],
    swiftSettings: checked),
  .target(
    name: "Credentials", dependencies: ["Crypto", "Engine", "CPlatform"], swiftSettings: checked),
  .target(
    name: "CABI",
    dependencies: [
      "CCrec", "CPlatform", "Crypto", "Engine", "Platform", "Transport", "Credentials",
    ],
    exclude: ["exports.map"], swiftSettings: checked, linkerSettings: libraries),
  .target(
    name: "Ledger", dependencies: ["Platform", "CSQLite", "CPlatform"], swiftSettings: checked,
    linkerSettings: [.linkedLibrary("sqlite3")]),
  .target(
    name: "LedgerABI", dependencies: ["CCrec", "Ledger", "Platform", "CPlatform"],
    exclude: ["exports.map"], swiftSettings: checked),
  .testTarget(
    name: "LedgerTests", dependencies: ["Ledger", "CCrec"], swiftSettings: checked),
  .testTarget(
    name: "EngineTests", dependencies: ["Engine", "Crypto", "JSON"], swiftSettings: checked),
]

let products: [Product] =
  isLedger
  ? [.library(name: "crec-ledger", type: .dynamic, targets: ["CrecLedger"])]
  : isShipped
    ? [.library(name: "crec", type: .dynamic, targets: ["Crec"])]
    : [
      .library(name: "crec", type: .dynamic, targets: ["CABI"]),
      .library(name: "crec-ledger", type: .dynamic, targets: ["LedgerABI"]),
    ]

let package = Package(
  name: "crec",
  products: products,
  targets: headers + (isLedger ? [ledger] : isShipped ? [core] : modules))
