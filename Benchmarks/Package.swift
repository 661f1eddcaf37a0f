// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that what it compares with is nobody's dependency.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "rosey", path: "..")],
    targets: [
        .systemLibrary(
            name: "CSQLite3", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(name: "CLibPQ15", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(name: "RawPostgreSQL", dependencies: ["CLibPQ15"], cSettings: [.unsafeFlags(["-O2"])]),
        .target(name: "RawSQLite", dependencies: ["CSQLite3"], cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "RawSQLite", "RawPostgreSQL",
                .product(name: "RoseyModels", package: "rosey"),
                .product(name: "RoseyRuntime", package: "rosey"),
            ]),
    ]
)
