import RoseyModels
import RoseyRuntime
import TestDatabases
import Testing

@Suite struct TextTests {
    @Test(
        arguments: [
            "", "é", "e\u{301}", "😀👨‍👩‍👧‍👦", "line\r\nline\t", "'; DROP TABLE user_stats; --",
            "\u{feff}x",
        ], Storage.allCases)
    func textComesBackAsItWas(_ text: String, _ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let row = try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text))
            let found = try await db.recentChat.find(row.id)
            #expect(found.map { Array($0.message.utf8) } == Array(text.utf8))
            let matched = try await db.recentChat.where { $0.message == text }.fetchAll()
            #expect(matched == [row])
        }
    }

    /// PostgreSQL cannot store it, so SQLite does not either.
    @Test(arguments: Storage.allCases)
    func aNULIsRefused(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for text in ["\0", "a\0b", "\0\0x"] {
                let insert = try await databaseError {
                    try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text))
                }
                #expect(insert?.code == .typeMismatch && insert?.message.contains("NUL") == true)
                let query = try await databaseError {
                    _ = try await db.recentChat.where { $0.message == text }.fetchAll()
                }
                #expect(query?.code == .typeMismatch)
                let update = try await databaseError {
                    try await db.recentChat.where { $0.timestamp == 1 }.update { $0.message = text }
                }
                #expect(update?.code == .typeMismatch)
            }
            #expect(try await db.recentChat.count() == 0)
        }
    }

    @Test(arguments: Storage.allCases)
    func numbersThatAreNoneAreRefused(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let error = try await databaseError {
                try await db.currentStatus.put(.init(lastUpdated: 1, botRank: .nan))
            }
            #expect(error?.code == .typeMismatch)
            #expect(try await db.currentStatus.get() == nil)
        }
    }

    @Test(arguments: [4095, 4096, 4097, 1 << 20, 20 << 20], Storage.allCases)
    func longText(_ count: Int, _ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let text = String(repeating: "x", count: count)
            let row = try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text))
            #expect(try await db.recentChat.find(row.id)?.message == text)
        }
    }

    @Test(arguments: Storage.allCases)
    func manyTextsInOneStatement(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            // More than fits into the memory that short texts are bound from.
            let names = (0..<500).map { "name number \($0)" }
            try await db.userStats.insert(contentsOf: names.map { .init(username: $0, firstSeen: 1, lastSeen: 1) })
            #expect(try await db.userStats.where { $0.username.isIn(names) }.count() == 500)
        }
    }

    @Test(arguments: [Int.min, -1, 0, 1, Int.max], Storage.allCases)
    func integers(_ value: Int, _ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let row = try await db.recentChat.insert(.init(timestamp: value, username: "u", message: ""))
            #expect(try await db.recentChat.where { $0.timestamp == value }.fetchAll() == [row])
        }
    }

    @Test(
        arguments: [0.0, 1.5, -2.5, Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude, Double.infinity],
        Storage.allCases)
    func reals(_ value: Double, _ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.currentStatus.put(.init(lastUpdated: 1, botRank: value))
            #expect(try await db.currentStatus.get()?.botRank == value)
        }
    }
}
