import Foundation
import TestSupport
import Testing

/// The tool that the build plugin runs, as a process.
@Suite struct GeneratorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("out"), withIntermediateDirectories: true)
    }

    private func generate(
        migrations: String = "none", environment: [String: String] = [:]
    ) async throws -> (output: String, status: Int32) {
        let generator = try await ChildProcess.run(
            buildFolder + "/schema-generator",
            ["--schema", "schema.yaml", "--migrations", migrations, "--output", "out"], in: folder.path,
            environment: environment)
        return (generator.output, generator.status)
    }

    private func write(_ text: String) throws {
        try folder.write(text, "schema.yaml")
    }

    /// The inodes of the files, which change when they are written.
    private func files() throws -> [String: UInt64] {
        let out = URL(fileURLWithPath: folder.file("out"))
        return try Dictionary(
            uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: out.path).map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: out.appendingPathComponent(name).path)
                return (name, (attributes[.systemFileNumber] as? UInt64) ?? 0)
            })
    }

    private let table = "tables:\n  notes:\n    columns:\n      id: { type: integer, primary_key: true }\n"

    @Test func writesOnlyWhatDiffers() async throws {
        try write(table)
        #expect(try await generate() == ("", 0))
        let first = try files()
        #expect(first.count == 10)
        // A comment of the YAML file is nobody's business.
        try write("# a comment\n" + table)
        #expect(try await generate() == ("", 0))
        #expect(try files() == first)
        // A check is in the SQL, in what drafts know of themselves, and its name is that of a constraint.
        try write(table + "    checks: { positive: id > 0 }\n")
        #expect(try await generate() == ("", 0))
        let changed = try files().filter { first[$0.key] != $0.value }.map(\.key)
        #expect(
            changed.sorted() == [
                "Constraints.generated.swift", "Schema.generated.swift", "Validation.generated.swift",
            ])
    }

    /// The same files in another locale, time zone and folder, by another path, and with another order in dictionaries.
    @Test func isTheSameWhereverItRuns() async throws {
        let schema = try String(contentsOfFile: packageFolder + "/Tests/Support/Reference/schema.yaml", encoding: .utf8)
        try write(schema)
        #expect(try await generate(environment: ["LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"]).status == 0)
        let first = try files()
        #expect(try await generate(environment: ["LC_ALL": "C", "SWIFT_DETERMINISTIC_HASHING": "1"]).status == 0)
        #expect(try await generate(environment: ["LC_ALL": "de_DE.UTF-8", "TZ": "America/New_York"]).status == 0)
        let elsewhere = try TemporaryFolder()
        try elsewhere.write(schema, "other folder/schema.yaml")
        let generator = try await ChildProcess.run(
            buildFolder + "/schema-generator",
            [
                "--schema", elsewhere.file("other folder/schema.yaml"), "--migrations", "none", "--output",
                folder.file("out"),
            ], in: elsewhere.path)
        #expect(generator.status == 0)
        #expect(try files() == first)
    }

    @Test func mistakesStopTheBuildAndLeaveTheOldFiles() async throws {
        try write(table)
        #expect(try await generate().status == 0)
        let first = try files()
        try write(table + "      x: { type: txt }\n")
        #expect(try await generate() == ("schema.yaml:5:18: error: unknown type 'txt'; did you mean 'text'?\n", 1))
        #expect(try files() == first)
        try FileManager.default.removeItem(atPath: folder.file("out"))
        try write(table)
        let (output, status) = try await generate()
        #expect(
            status == 1 && output.hasPrefix("out/Models.generated.swift:1:1: error: cannot be written: No such file"))
    }

    /// A schema that is ahead of its revisions, in what a database has.
    @Test func changesThatNoRevisionMakes() async throws {
        try write(table)
        let made = try await ChildProcess.run(
            buildFolder + "/rosey", ["revision", "-m", "notes"], in: folder.path, environment: ["PATH": "/usr/bin:/bin"]
        )
        try #require(made.status == 0, "\(made)")
        let migrations = folder.path + "/Generated/Migrations"
        func generated() throws -> String {
            try String(contentsOfFile: folder.file("out/Migrations.generated.swift"), encoding: .utf8)
        }
        #expect(try await generate(migrations: migrations) == ("", 0))
        #expect(try !generated().contains("unrevised"))
        // What concerns Swift alone makes the same database.
        try write(table.replacing("primary_key: true", with: "primary_key: true, swift: number"))
        #expect(try await generate(migrations: migrations) == ("", 0))
        try write(table + "      text: { type: text }\n      more: { type: text, nullable: true }\n")
        let ahead = try await generate(migrations: migrations)
        #expect(
            ahead.output == "schema.yaml:1:1: warning: schema.yaml has changes that no revision makes "
                + "(notes: add column text text, and 1 more): rosey revision --autogenerate\n")
        #expect(ahead.status == 0)
        #expect(
            try generated().contains(
                #"unrevised: ["notes: add column text text", "notes: add column more text nullable"],"#))
        // So does another order of the columns.
        let second = try await ChildProcess.run(
            buildFolder + "/rosey", ["revision", "--autogenerate", "-m", "more"], in: folder.path,
            environment: ["PATH": "/usr/bin:/bin"])
        try #require(second.status == 0, "\(second)")
        #expect(try await generate(migrations: migrations) == ("", 0))
        try write(table + "      more: { type: text, nullable: true }\n      text: { type: text }\n")
        #expect(try await generate(migrations: migrations) == ("", 0))
        #expect(try !generated().contains("unrevised"))
    }
}
