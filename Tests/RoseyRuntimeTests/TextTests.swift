import RoseyModels
import RoseyRuntime
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        "", "\0", "a\0b\0", "\0\0x", "é", "e\u{301}", "😀👨‍👩‍👧‍👦", "line\r\nline\t", "'; DROP TABLE user_stats; --",
        "\u{feff}x",
    ])
    func textComesBackAsItWas(_ text: String) async throws {
        try await withDatabase { db in
            let row = try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text))
            let found = try await db.recentChat.find(row.id)
            #expect(found.map { Array($0.message.utf8) } == Array(text.utf8))
            let matched = try await db.recentChat.where { $0.message == text }.fetchAll()
            #expect(matched == [row])
        }
    }

    @Test(arguments: [4095, 4096, 4097, 1 << 20, 20 << 20])
    func longText(_ count: Int) async throws {
        try await withDatabase { db in
            let text = String(repeating: "x", count: count)
            let row = try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text))
            #expect(try await db.recentChat.find(row.id)?.message == text)
        }
    }

    @Test func manyTextsInOneStatement() async throws {
        try await withDatabase { db in
            // More than fits into the memory that short texts are bound from.
            let names = (0..<500).map { "name number \($0)" }
            try await db.userStats.insert(contentsOf: names.map { .init(username: $0, firstSeen: 1, lastSeen: 1) })
            #expect(try await db.userStats.where { $0.username.isIn(names) }.count() == 500)
        }
    }

    @Test(arguments: [Int.min, -1, 0, 1, Int.max])
    func integers(_ value: Int) async throws {
        try await withDatabase { db in
            let row = try await db.recentChat.insert(.init(timestamp: value, username: "u", message: ""))
            #expect(try await db.recentChat.where { $0.timestamp == value }.fetchAll() == [row])
        }
    }

    @Test(arguments: [0.0, 1.5, -2.5, Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude, Double.infinity])
    func reals(_ value: Double) async throws {
        try await withDatabase { db in
            try await db.currentStatus.put(.init(lastUpdated: 1, botRank: value))
            #expect(try await db.currentStatus.get()?.botRank == value)
        }
    }
}
