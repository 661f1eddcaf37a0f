import Foundation
import Testing

/// The tool that the build plugin runs, as a process.
@Suite struct GeneratorTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("rosey-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("out"), withIntermediateDirectories: true)
    }

    private func generate(environment: [String: String] = [:]) throws -> (output: String, status: Int32) {
        let binary = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let isBundle = binary.path.contains(".xctest/")
        let bin =
            isBundle
            ? binary.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent() : binary
        let process = Process()
        process.executableURL = bin.appendingPathComponent("schema-generator")
        process.arguments = ["--schema", "schema.yaml", "--migrations", "none", "--output", "out"]
        process.currentDirectoryURL = folder
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: text, as: UTF8.self), process.terminationStatus)
    }

    private func write(_ text: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent("schema.yaml"))
    }

    /// The inodes of the files, which change when they are written.
    private func files() throws -> [String: UInt64] {
        let out = folder.appendingPathComponent("out")
        return try Dictionary(
            uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: out.path).map { name in
                let attributes = try FileManager.default.attributesOfItem(atPath: out.appendingPathComponent(name).path)
                return (name, (attributes[.systemFileNumber] as? UInt64) ?? 0)
            })
    }

    private let table = "tables:\n  notes:\n    columns:\n      id: { type: integer, primary_key: true }\n"

    @Test func writesOnlyWhatDiffers() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(table)
        #expect(try generate() == ("", 0))
        let first = try files()
        #expect(first.count == 8)
        // A comment of the YAML file is nobody's business.
        try write("# a comment\n" + table)
        #expect(try generate() == ("", 0))
        #expect(try files() == first)
        // A check is in the SQL only.
        try write(table + "    checks: { positive: id > 0 }\n")
        #expect(try generate() == ("", 0))
        let changed = try files().filter { first[$0.key] != $0.value }.map(\.key)
        #expect(changed == ["Schema.generated.swift"])
    }

    @Test func isTheSameWhereverItRuns() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(table)
        #expect(try generate(environment: ["LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"]).status == 0)
        let first = try files()
        #expect(try generate(environment: ["LC_ALL": "C", "SWIFT_DETERMINISTIC_HASHING": "1"]).status == 0)
        #expect(try files() == first)
    }

    @Test func mistakesStopTheBuildAndLeaveTheOldFiles() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(table)
        #expect(try generate().status == 0)
        let first = try files()
        try write(table + "      x: { type: txt }\n")
        #expect(try generate() == ("schema.yaml:5:18: error: unknown type 'txt'; did you mean 'text'?\n", 1))
        #expect(try files() == first)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("out"))
        try write(table)
        let (output, status) = try generate()
        #expect(
            status == 1 && output.hasPrefix("out/Models.generated.swift:1:1: error: cannot be written: No such file"))
    }
}
