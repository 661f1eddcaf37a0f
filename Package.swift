// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "rosey",
    platforms: [.macOS(.v15)],
    products: [
        .plugin(name: "SchemaPlugin", targets: ["SchemaPlugin"]),
        .library(name: "RoseyRuntime", targets: ["RoseyRuntime"]),
        .library(name: "RoseyModels", targets: ["RoseyModels"]),
        .library(name: "RoseyDatabase", targets: ["RoseyDatabase"]),
        .library(name: "RoseyConfiguration", targets: ["RoseyConfiguration"]),
        .executable(name: "rosey", targets: ["rosey"]),
    ],
    traits: [
        .default(enabledTraits: ["PostgreSQL"]),
        .trait(name: "PostgreSQL", description: "The driver for PostgreSQL; without it libpq is not needed."),
        .trait(
            name: "Metrics", description: "How long statements take and how busy the pool is, for swift-metrics."),
        .trait(name: "Tracing", description: "A span for each statement, for swift-distributed-tracing."),
        .trait(name: "ServiceLifecycle", description: "Databases as services that close when the process is to end."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // For the tests alone.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        // Without its readers of files: they refuse arrays that other keys of a bot's file may have.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
    ],
    targets: [
        // System libraries.
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),

        // The word that a misspelt one was meant to be, for both halves.
        .target(name: "Spelling"),
        // Text byte by byte, as databases and compilers read it, for both halves.
        .target(name: "ExactText"),
        // Which database systems there are, and a value for each, for both halves.
        .target(name: "Dialects", dependencies: ["ExactText"]),

        // The build half: from schema.yaml to SQL and Swift.
        .target(name: "SchemaKit", dependencies: ["CLibYAML", "Dialects", "ExactText", "Spelling"]),
        .target(name: "SchemaSQL", dependencies: ["ExactText", "SchemaKit"]),
        .target(name: "SchemaSwift", dependencies: ["ExactText", "SchemaKit", "SchemaSQL"]),
        .executableTarget(
            name: "schema-generator",
            dependencies: ["SchemaKit", "SchemaSQL", "SchemaSwift", "SchemaMigration", "TerminalText"]),
        .plugin(name: "SchemaPlugin", capability: .buildTool(), dependencies: ["schema-generator"]),

        // From one schema to the next.
        .target(name: "SchemaMigration", dependencies: ["Dialects", "ExactText", "SchemaKit", "SchemaSQL"]),

        // The run half: what generated code stands on.
        .target(
            name: "RoseyRuntime",
            dependencies: [
                "CSQLite", "Dialects", "ExactText", .target(name: "CLibPQ", condition: .when(traits: ["PostgreSQL"])),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])),
            ]),
        .target(
            name: "RoseyModels", dependencies: ["RoseyRuntime"], path: "Generated/RoseyModels",
            plugins: ["SchemaPlugin"]),

        // What the bot asks of its database.
        .target(
            name: "RoseyDatabase",
            dependencies: [
                "RoseyModels", "RoseyRuntime", .product(name: "Logging", package: "swift-log"),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])),
            ]),

        // Where the database is and how it is used, out of the environment and config.json.
        .target(
            name: "RoseyConfiguration",
            dependencies: [
                "RoseyRuntime", "Spelling", .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
            ]),

        // Both halves together, for the command line: what a live database is, whether a migration does what it says, and
        // rows from one database into another.
        .target(
            name: "SchemaInspection",
            dependencies: ["ExactText", "SchemaKit", "SchemaSQL", "SchemaSwift", "RoseyRuntime"]),
        .target(
            name: "MigrationProof",
            dependencies: ["SchemaKit", "SchemaSQL", "SchemaMigration", "SchemaInspection", "RoseyRuntime"]),
        .target(name: "DatabaseCopy", dependencies: ["ExactText", "SchemaKit", "SchemaSQL", "RoseyRuntime"]),

        // What people see in a terminal.
        .target(name: "TerminalText"),

        // The command line.
        .executableTarget(
            name: "rosey",
            dependencies: [
                "ExactText", "SchemaKit", "SchemaSQL", "SchemaSwift", "SchemaMigration", "SchemaInspection",
                "MigrationProof", "DatabaseCopy", "RoseyConfiguration", "RoseyRuntime", "TerminalText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // The README's example as a program.
        .executableTarget(name: "tour", dependencies: ["RoseyModels", "RoseyRuntime"], path: "Examples/Tour"),
        // Counts over a time, for the bot's example.
        .target(name: "TimeChart", path: "Examples/TimeChart"),
        // A day of the bot, made up, and what a bot has recorded, drawn.
        .executableTarget(
            name: "bot-day",
            dependencies: [
                "RoseyConfiguration", "RoseyDatabase", "RoseyModels", "RoseyRuntime", "TerminalText", "TimeChart",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Examples/BotDay"),

        .testTarget(name: "ExactTextTests", dependencies: ["TestSupport", "ExactText"]),
        .testTarget(name: "SchemaKitTests", dependencies: ["TestSupport", "SchemaKit"]),
        .testTarget(name: "SchemaSQLTests", dependencies: ["TestSupport", "SchemaKit", "SchemaSQL"]),
        .testTarget(
            name: "SchemaMigrationTests",
            dependencies: [
                "TestSupport", "TestDatabases", "SchemaKit", "SchemaSQL", "SchemaMigration", "SchemaInspection",
                "MigrationProof", "RoseyRuntime",
            ]),
        .testTarget(
            name: "SchemaInspectionTests",
            dependencies: [
                "TestSupport", "TestDatabases", "SchemaKit", "SchemaSQL", "SchemaInspection", "RoseyRuntime",
            ]),
        .testTarget(name: "SchemaSwiftTests", dependencies: ["TestSupport", "SchemaKit", "SchemaSwift"]),
        .testTarget(
            name: "RoseyRuntimeTests",
            dependencies: ["TestSupport", "TestDatabases", "ExactText", "RoseyRuntime", "RoseyModels", "CSQLite"]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "TestSupport", "TestDatabases", "SchemaKit", "SchemaSQL", "SchemaSwift", "RoseyRuntime", "RoseyModels",
                "ReferenceModels",
                "crash-writer",
            ]),
        // Faults of servers, of the way to them, and of those who use them.
        .testTarget(
            name: "PostgreSQLTests",
            dependencies: ["TestSupport", "TestDatabases", "RoseyRuntime", "RoseyModels", "postgresql-probe"]),
        .testTarget(
            name: "RoseyDatabaseTests",
            dependencies: [
                "TestSupport", "TestDatabases", "RoseyDatabase", "RoseyModels", "RoseyRuntime", "SoakTraffic",
                "soak-bot",
            ]),
        .testTarget(name: "TimeChartTests", dependencies: ["TimeChart"]),
        .testTarget(name: "TerminalTextTests", dependencies: ["TerminalText"]),
        // What is told of a database at work; of traits, those that the package is built with.
        .testTarget(
            name: "RoseyConfigurationTests", dependencies: ["TestSupport", "RoseyConfiguration", "RoseyRuntime"]),
        .testTarget(
            name: "ObservationTests",
            dependencies: [
                "TestSupport", "TestDatabases", "RoseyRuntime", "RoseyModels", "RoseyDatabase",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])),
                .product(
                    name: "InMemoryTracing", package: "swift-distributed-tracing",
                    condition: .when(traits: ["Tracing"])),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])),
                .product(
                    name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle",
                    condition: .when(traits: ["ServiceLifecycle"])),
            ]),
        .testTarget(
            name: "DatabaseCopyTests",
            dependencies: [
                "TestSupport", "TestDatabases", "SchemaKit", "SchemaSQL", "DatabaseCopy", "MigrationProof",
                "RoseyRuntime",
            ]),
        .testTarget(
            name: "RoseyTests",
            dependencies: [
                "TestSupport", "TestDatabases", "SchemaKit", "SchemaSQL", "DatabaseCopy", "RoseyDatabase",
                "RoseyRuntime",
                "rosey", "schema-generator", "bot-day",
            ]),
        // The guides' commands, run as they are written.
        .testTarget(name: "GuideTests", dependencies: ["TestSupport", "TestDatabases", "rosey"]),
        .target(
            name: "TestSupport",
            dependencies: [
                "SchemaKit", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ],
            path: "Tests/Support/TestSupport"),
        .target(
            name: "TestDatabases", dependencies: ["TestSupport", "RoseyRuntime"], path: "Tests/Support/TestDatabases"),
        // Generated code as it is expected, byte for byte.
        .target(name: "ReferenceModels", dependencies: ["RoseyRuntime"], path: "Tests/Support/Reference/Models"),
        // A process for tests to kill.
        .executableTarget(
            name: "crash-writer", dependencies: ["RoseyRuntime", "RoseyModels"], path: "Tests/Support/CrashWriter"),
        // A process with an environment that tests choose, and with descriptors and memory that no other test has a part in.
        .executableTarget(
            name: "postgresql-probe", dependencies: ["TestSupport", "TestDatabases", "RoseyRuntime", "RoseyModels"],
            path: "Tests/Support/PostgreSQLProbe"),
        // Many bots on one database, of which some are in processes of their own.
        .target(
            name: "SoakTraffic",
            dependencies: ["TestSupport", "TestDatabases", "RoseyDatabase", "RoseyModels", "RoseyRuntime"],
            path: "Tests/Support/SoakTraffic"),
        .executableTarget(name: "soak-bot", dependencies: ["SoakTraffic"], path: "Tests/Support/SoakBot"),
    ]
)
