// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the daemon; DESIGN.md has the picture. Imports go one way: down this list.
func room(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The tests of a target, mirrored file by file.
func tests(of name: String, as tests: String? = nil, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: (tests ?? name) + "Tests", dependencies: [.byName(name: name), "TestKit"] + dependencies,
    swiftSettings: strict)
}

let package = Package(
  name: "ssh-alertd",
  products: [.executable(name: "ssh-alertd", targets: ["ssh-alertd"])],
  dependencies: [
    // SQLite: the one connection, transactions, migrations.
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // The command line, its help and its errors.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The logging interface; the handler for the journal and the terminal is ours.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // Start, signals and orderly stop of the three stages.
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    // Mail templates that a user may replace, with HTML escaping by default.
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // The configuration, with the line and column of each value.
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CMaxMindDB", pkgConfig: "libmaxminddb", providers: [.apt(["libmaxminddb-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    room("Sessions", []),
    room(
      "Alerts", ["Sessions", .product(name: "Mustache", package: "swift-mustache")],
      resources: [.embedInCode("Templates")]),

    room("Journal", ["CSystemd", "Sessions"]),
    room("Store", ["Sessions", "Alerts", .product(name: "GRDB", package: "GRDB.swift")]),
    room("Curl", ["CCurl"]),
    room("GeoIP", ["Processes", "Sessions", "Alerts", "Curl", "CCurl", "CMaxMindDB"]),
    room("Delivery", ["Sessions", "Curl", "CCurl"]),
    room("Systemd", ["CSystemd"]),
    room("Processes", ["CLinux"]),
    room("Keys", ["Sessions", "Alerts", "Processes", "CLinux", "CCrypto"]),

    room(
      "Daemon",
      [
        "Sessions", "Alerts", "Journal", "Store", "Delivery", "Systemd", "Processes", "Keys", "GeoIP", "Yams",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "ssh-alertd",
      dependencies: [
        "Daemon", "Sessions", "Alerts", "Journal", "Store", "Processes", "Keys",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),

    // Reads a journal for `make bench`.
    .executableTarget(
      name: "reader-bench", dependencies: ["Journal", "Sessions"], path: "Benchmarks/ReaderBench",
      swiftSettings: strict),

    // What the tests share: makers of values, temporary directories, a mail server.
    .target(name: "TestKit", dependencies: ["Sessions"], path: "Tests/TestKit", swiftSettings: strict),
    tests(of: "Sessions"),
    tests(of: "Alerts", ["Sessions"]),
    tests(of: "Journal", ["Sessions"]),
    tests(of: "Store", ["Sessions", "Alerts", .product(name: "GRDB", package: "GRDB.swift")]),
    tests(of: "Processes", ["CLinux"]),
    tests(of: "GeoIP", ["Sessions", "Alerts", "Curl"]),
    tests(of: "Keys", ["Alerts"]),
    tests(of: "Delivery", ["Curl", "CCurl"]),
    tests(
      of: "Daemon",
      [
        "Sessions", "Alerts", "Journal", "Store", "Delivery", "Systemd", "Keys", "GeoIP", "Yams",
        .product(name: "Logging", package: "swift-log"), .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    tests(
      of: "ssh-alertd", as: "Command",
      ["Daemon", "Alerts", "Sessions", "Store", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
  ]
)
