import TestSupport
import Testing

/// The build plugin in a package of somebody else, built as they would build it.
@Suite struct PluginTests {
    private let schema = """
        tables:
          notes:
            columns:
              id:   { type: integer, primary_key: true, auto_increment: true }
              text: { type: string(20) }

        """

    @Test(.long, .timeLimit(.minutes(10)))
    func editsOfTheSchemaReachTheProgram() async throws {
        let folder = try TemporaryFolder()
        func write(_ text: String, _ name: String) throws { try folder.write(text, name) }
        func swift(_ arguments: String...) async throws -> (output: String, status: Int32) {
            let swift = try await ChildProcess.run("/usr/bin/env", ["swift"] + arguments, in: folder.path)
            return (swift.output + swift.error, swift.status)
        }
        try write(
            """
            // swift-tools-version: 6.1
            import PackageDescription
            let package = Package(
                name: "notes", platforms: [.macOS(.v15)],
                dependencies: [.package(name: "rosey", path: "\(packageFolder)")],
                targets: [
                    .target(
                        name: "Models", dependencies: [.product(name: "RoseyRuntime", package: "rosey")],
                        plugins: [.plugin(name: "SchemaPlugin", package: "rosey")]),
                    .executableTarget(
                        name: "notes", dependencies: ["Models", .product(name: "RoseyRuntime", package: "rosey")]),
                ])
            """, "Package.swift")
        try write("", "Sources/Models/Models.swift")
        try write(
            """
            import Models
            import RoseyRuntime
            let db = try await Database.open(url: "sqlite:///:memory:")
            try await db.migrate(Models.migrations)
            print("applied", Models.migrations.count)
            if Models.migrations.isEmpty { try await db.create(Models.schema) }
            print(try await db.notes.insert(.init(text: "hi")))

            """, "Sources/notes/main.swift")
        try write(schema, "schema.yaml")
        let first = try await swift("run", "notes")
        #expect(first.status == 0, "\(first.output)")
        #expect(first.output.contains("applied 0\n"))
        #expect(first.output.contains("Note(id: 1, text: \"hi\")"))
        #expect(!first.output.contains("warning:"), "\(first.output)")

        // A revision is embedded by the next build.
        let revision = try await swift("run", "rosey", "revision", "-m", "first")
        #expect(revision.status == 0, "\(revision.output)")
        #expect(try await swift("run", "notes").output.contains("applied 1\n"))

        // A comment compiles nothing.
        try write("# Notes\n" + schema, "schema.yaml")
        let comment = try await swift("build")
        #expect(comment.status == 0 && !comment.output.contains("Compiling Models"), "\(comment.output)")

        // What no revision makes is told when it is built, and a program that would need it does not start.
        try write(schema + "      more: { type: text, nullable: true }\n", "schema.yaml")
        let ahead = try await swift("run", "notes")
        #expect(
            ahead.output.contains(
                "/schema.yaml:1:1: warning: schema.yaml has changes that no revision makes (notes: add column more text "
                    + "nullable): rosey revision --autogenerate\n"), "\(ahead.output)")
        #expect(
            ahead.status != 0 && ahead.output.contains("nothing was changed; write the revision"), "\(ahead.output)")

        // A mistake stops the build at its place.
        try write(schema.replacing("string(20)", with: "strin(20)"), "schema.yaml")
        let mistake = try await swift("build")
        #expect(mistake.status != 0)
        #expect(mistake.output.contains("/schema.yaml:5:21: error: unknown type 'strin'; did you mean 'string'?\n"))

        // What no longer fits does not compile.
        try write(schema.replacing("text:", with: "body:"), "schema.yaml")
        let renamed = try await swift("build")
        #expect(renamed.status != 0 && renamed.output.contains("main.swift:7:"), "\(renamed.output)")

        // Neither a row nor parameters can be kept: the database frees what they point to when the closure returns.
        try write(schema, "schema.yaml")
        try write(
            """
            import RoseyRuntime
            let session = try await Database.open(url: "sqlite:///:memory:").session
            let statement = Statement("SELECT 1", .read, table: "")
            let rows = try await session.fetchAll(statement, { _ in }) { $0 }
            try await session.execute(statement) { parameters in let kept = parameters }

            """, "Sources/notes/main.swift")
        let kept = try await swift("build")
        #expect(kept.status != 0)
        #expect(kept.output.contains("main.swift:4:"), "\(kept.output)")
        #expect(kept.output.contains("main.swift:5:"), "\(kept.output)")
    }

    /// Whoever wants SQLite alone needs neither libpq nor its headers.
    @Test(.long, .timeLimit(.minutes(10)))
    func withoutPostgreSQL() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            // swift-tools-version: 6.1
            import PackageDescription
            let package = Package(
                name: "notes", platforms: [.macOS(.v15)],
                dependencies: [.package(name: "rosey", path: "\(packageFolder)", traits: [])],
                targets: [
                    .executableTarget(
                        name: "notes", dependencies: [.product(name: "RoseyRuntime", package: "rosey")],
                        plugins: [.plugin(name: "SchemaPlugin", package: "rosey")])
                ])
            """, "Package.swift")
        try folder.write(
            """
            import RoseyRuntime
            let db = try await Database.open(url: "sqlite:///:memory:")
            try await db.create(schema)
            print(try await db.notes.insert(.init(text: "hi")))
            do {
                _ = try await Database.open(url: "postgresql://localhost/notes")
            } catch {
                print(error)
            }

            """, "Sources/notes/main.swift")
        try folder.write(schema, "schema.yaml")
        let build = try await ChildProcess.run(
            "/usr/bin/env", ["swift", "build", "--verbose"], in: folder.path)
        let log = build.output + build.error
        #expect(build.status == 0, "\(log)")
        // Neither the headers nor the library are asked for.
        #expect(log.contains("-lsqlite3") && !log.contains("-lpq") && !log.contains("CLibPQ"))
        let program = try await ChildProcess.run("/usr/bin/env", ["swift", "run", "notes"], in: folder.path)
        #expect(program.output.contains("Note(id: 1, text: \"hi\")"), "\(program)")
        #expect(program.output.contains("built without the driver for PostgreSQL"), "\(program)")
    }
}
