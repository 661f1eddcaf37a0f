import Foundation
import RoseyModels
import RoseyRuntime
import TestSupport
import Testing

@Suite struct CrashTests {
    /// A process that writes is killed twenty times. The database is sound each time, every transaction is there as a whole
    /// or not at all, and those that were acknowledged are.
    @Test func nothingAcknowledgedIsLost() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("x.db")
        let url = DatabaseURL(sqlitePath: path).string
        let db = try await Database.open(url: url)
        try await db.migrate(RoseyModels.migrations)
        await db.close()
        var acknowledged = 0
        for round in 0..<20 {
            let writer = Process()
            writer.executableURL = URL(fileURLWithPath: buildFolder + "/crash-writer")
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
