import Foundation
import RoseyModels
import RoseyRuntime
import Testing

/// The folder of the executables that were built with the tests.
let buildFolder: URL = {
    let binary = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    // On macOS the tests are a bundle beside them.
    return binary.path.contains(".xctest/")
        ? binary.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent() : binary
}()

/// A folder for a test, gone afterwards.
func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rosey-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

@Suite struct CrashTests {
    /// A process that writes is killed twenty times. The database is sound each time, every transaction is there as a whole
    /// or not at all, and those that were acknowledged are.
    @Test func nothingAcknowledgedIsLost() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/x.db"
            let url = DatabaseURL(sqlitePath: path).string
            let db = try await Database.open(url: url)
            try await db.migrate(RoseyModels.migrations)
            await db.close()
            var acknowledged = 0
            for round in 0..<20 {
                let writer = Process()
                writer.executableURL = buildFolder.appendingPathComponent("crash-writer")
                writer.arguments = [path]
                let output = Pipe()
                writer.standardOutput = output
                try writer.run()
                // Killed somewhere after its first commits.
                var text = Data()
                while text.filter({ $0 == UInt8(ascii: "\n") }).count <= round {
                    text += output.fileHandleForReading.availableData
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
                kill(writer.processIdentifier, SIGKILL)
                writer.waitUntilExit()
                text += output.fileHandleForReading.readDataToEndOfFile()
                let numbers = String(decoding: text, as: UTF8.self).split(
                    separator: "\n", omittingEmptySubsequences: true)
                acknowledged = max(acknowledged, numbers.compactMap { Int($0) }.max() ?? 0)

                let db = try await Database.open(url: url)
                let check = try await db.session.fetchAll(
                    Statement("PRAGMA integrity_check", .read, table: ""), { _ in }
                ) {
                    try $0.text(0)
                }
                #expect(check == ["ok"])
                let counts = try await Dictionary(
                    db.recentChat.fetchAll().map { ($0.timestamp, 1) }, uniquingKeysWith: +)
                #expect(counts.values.allSatisfy { $0 == 3 })
                #expect(counts.count >= acknowledged && counts.keys.max() ?? 0 == counts.count)
                await db.close()
            }
            #expect(acknowledged >= 20)
        }
    }
}
