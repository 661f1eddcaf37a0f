import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport

/// Several rounds of 200 tasks over 4 connections, of which half are cancelled at random.
func load(_ url: String) async throws {
    let configuration = DatabaseConfiguration(
        lockTimeout: .seconds(60), postgresql: .init(minimumConnections: 4, maximumConnections: 4))
    let db = try await Database.open(url: url, configuration: configuration)
    var generator = SeededGenerator()
    for _ in 0..<8 {
        let seeds = (0..<200).map { _ in UInt64.random(in: 0...UInt64.max, using: &generator) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, seed) in seeds.enumerated() {
                group.addTask {
                    let task = Task { try await work(db, Int(seed % 5), number) }
                    if number.isMultiple(of: 2) {
                        try await Task.sleep(for: .microseconds(Int(seed >> 8) % 50_000))
                        task.cancel()
                    }
                    do {
                        try await task.value
                    } catch let error as DatabaseError where error.code == .cancelled && number.isMultiple(of: 2) {
                    } catch is CancellationError where number.isMultiple(of: 2) {}
                }
            }
            try await group.waitForAll()
        }
        // A cancellation's own connection may still be closing.
        try await Task.sleep(for: .milliseconds(100))
        print(openDescriptors(), memory(), seeds[0])
    }
    await db.close()
}

/// A hundred megabytes of rows.
func stream(_ url: String) async throws {
    let db = try await Database.open(url: url)
    let statement = Statement(
        "SELECT i, repeat('x', 500) FROM generate_series(1, 200000) i", .read, table: "")
    var before = 0
    var rows = 0
    for try await number in db.session.stream(statement, { _ in }, { try $0.int(0) }) {
        rows += 1
        if number == 2000 { before = memory() }
    }
    if rows == 200_000 { print(before, memory()) }
    await db.close()
}

/// Thirty megabytes of rows, twice.
func fetch(_ url: String) async throws {
    let db = try await Database.open(url: url)
    _ = try await db.session.texts("SELECT 'x'")
    var numbers = [memory()]
    for _ in 0..<2 {
        let texts = try await db.session.texts("SELECT repeat('x', 450) FROM generate_series(1, 60000)")
        if texts.count == 60_000 { numbers.append(memory("VmHWM:")) }
    }
    print(numbers.map(String.init).joined(separator: " "))
    await db.close()
}

private func work(_ db: Database, _ kind: Int, _ number: Int) async throws {
    switch kind {
    case 0: _ = try await db.session.integers("SELECT 1 FROM pg_sleep(0.005)")
    case 1:
        try await db.transaction { tx in
            try await tx.recentChat.insert(.init(timestamp: number, username: "u", message: "m"))
            try await Task.sleep(for: .milliseconds(2))
            try await tx.transaction { inner in _ = try await inner.recentChat.where { $0.timestamp == number }.count()
            }
        }
    case 2:
        var rows = 0
        for try await _ in db.recentChat.stream() {
            rows += 1
            if rows == 700 { break }
        }
    case 3:
        try await db.recentChat.insert(
            contentsOf: (0..<100).map { .init(timestamp: $0, username: "u", message: "m") })
    default:
        try await db.read { tx in
            for try await _ in tx.recentChat.stream() { break }
            _ = try await tx.session.integers("SELECT \(number)")
        }
    }
}

private func openDescriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
}

/// In kilobytes: what the process has, or another line of its status.
private func memory(_ name: String = "VmRSS:") -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
    return line.flatMap { $0.split(separator: " ").compactMap { Int($0) }.first } ?? -1
}
