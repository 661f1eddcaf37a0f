import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite struct QueryTests {
    private func users(_ db: Database) async throws {
        try await db.userStats.insert(
            contentsOf: [
                .init(username: "alice", firstSeen: 1, lastSeen: 30, totalChatLines: 10, currentSessionStart: 5),
                .init(username: "bob", firstSeen: 2, lastSeen: 20, totalChatLines: 20),
                .init(username: "carol", firstSeen: 3, lastSeen: 20, totalChatLines: 30),
                .init(username: "Dave", firstSeen: 4, lastSeen: 10, totalChatLines: 40, currentSessionStart: 9),
            ])
    }

    @Test(arguments: Storage.both)
    func rowsAreLockedInATransactionThatWrites(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let outside = try await databaseError {
                _ = try await db.userStats.all.forUpdate().fetchAll()
            }
            #expect(outside?.code == .misuse)
            let reading = try await databaseError {
                try await db.read { _ = try await $0.userStats.all.forUpdate(skippingLocked: true).first() }
            }
            #expect(reading?.code == .readOnly)
            try await db.transaction { tx in
                try await tx.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
                let names = try await tx.userStats.order { $0.username.ascending }.limit(1).forUpdate().fetchAll()
                #expect(names.map(\.username) == ["a"])
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func whereOrderLimitOffset(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await users(db)
            func names(_ query: Query<UserStats>) async throws -> [String] {
                try await query.fetchAll().map(\.username)
            }
            let all = db.userStats.order { $0.totalChatLines.ascending }
            #expect(try await names(all) == ["alice", "bob", "carol", "Dave"])
            #expect(try await names(all.limit(2)) == ["alice", "bob"])
            #expect(try await names(all.offset(3)) == ["Dave"])
            #expect(try await names(all.limit(2).offset(1)) == ["bob", "carol"])
            #expect(try await names(all.limit(0)) == [])
            #expect(try await names(all.limit(-1)) == [])
            #expect(try await names(all.offset(-1)).count == 4)
            #expect(
                try await names(db.userStats.order { [$0.lastSeen.descending, $0.username.descending] })
                    == ["alice", "carol", "bob", "Dave"])
            // By code point: capitals first.
            #expect(try await names(db.userStats.order { $0.username.ascending }).first == "Dave")
            #expect(
                try await names(
                    db.userStats.where { $0.totalChatLines > 10 && $0.lastSeen >= 20 }.order { $0.username.ascending })
                    == ["bob", "carol"])
            #expect(
                try await names(db.userStats.where { $0.totalChatLines < 20 || $0.username == "Dave" }).sorted()
                    == ["Dave", "alice"])
            #expect(try await names(db.userStats.where { !($0.totalChatLines == 20) }).count == 3)
            #expect(try await names(db.userStats.where { $0.firstSeen < $0.lastSeen }).count == 4)
            #expect(try await names(db.userStats.where { $0.lastSeen == 20 }.where { $0.firstSeen != 2 }) == ["carol"])
            #expect(try await db.userStats.where { $0.lastSeen == 20 }.first()?.lastSeen == 20)
            #expect(try await db.userStats.where { $0.lastSeen == 99 }.first() == nil)
            #expect(try await db.userStats.where { $0.lastSeen == 99 }.isEmpty())
        }
    }

    @Test(arguments: Storage.allCases)
    func nullIsNil(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await users(db)
            #expect(try await db.userStats.where { $0.currentSessionStart == nil }.count() == 2)
            #expect(try await db.userStats.where { $0.currentSessionStart != nil }.count() == 2)
            #expect(try await db.userStats.where { $0.currentSessionStart == 5 }.count() == 1)
            // As in Swift, nil is different from 5.
            #expect(try await db.userStats.where { $0.currentSessionStart != 5 }.count() == 3)
            #expect(try await db.userStats.where { !($0.currentSessionStart == 5) }.count() == 3)
            #expect(try await db.userStats.where { $0.currentSessionStart > 5 }.count() == 1)
            #expect(try await db.userStats.where { !($0.currentSessionStart > 5) }.count() == 3)
            let starts = try await db.userStats.order { [$0.currentSessionStart.ascending, $0.username.ascending] }
                .select { $0.currentSessionStart }.fetchAll()
            #expect(starts == [nil, nil, 5, 9])
        }
    }

    @Test(arguments: Storage.allCases)
    func textPatternsTakeCharactersLiterally(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let texts = ["100%", "100x", "a_c", "abc", "ABC", "a*c", "a?c", "[a]", "a\\c", "äöü", ""]
            for text in texts { try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text)) }
            func matches(_ condition: (RecentChat.Columns) -> Predicate) async throws -> Set<String> {
                Set(try await db.recentChat.where(condition).select { ($0.message) }.fetchAll())
            }
            #expect(try await matches { $0.message.hasPrefix("100%") } == ["100%"])
            #expect(try await matches { $0.message.hasPrefix("a") } == ["a_c", "abc", "a*c", "a?c", "a\\c"])
            #expect(try await matches { $0.message.hasSuffix("c") } == ["a_c", "abc", "a*c", "a?c", "a\\c"])
            #expect(try await matches { $0.message.contains("_") } == ["a_c"])
            #expect(try await matches { $0.message.contains("*") } == ["a*c"])
            #expect(try await matches { $0.message.contains("[") } == ["[a]"])
            #expect(try await matches { $0.message.contains("\\") } == ["a\\c"])
            #expect(try await matches { $0.message.like("a_c") } == ["a_c", "abc", "a*c", "a?c", "a\\c"])
            #expect(try await matches { $0.message.like("a\\_c") } == ["a_c"])
            #expect(try await matches { $0.message.like("___") }.contains("äöü"))
            #expect(try await matches { $0.message.like("%") } == Set(texts))
            #expect(try await matches { $0.message.hasPrefix("") } == Set(texts))
        }
    }

    @Test(arguments: Storage.allCases)
    func textPatternsAtTheEdges(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let texts = [
                "ab", "ab\u{1}cd", "zz\u{1}tail", "tail", "ab\u{d7ff}", "ab\u{10ffff}", "ac", "\u{10ffff}\u{10ffff}",
            ]
            for text in texts { try await db.recentChat.insert(.init(timestamp: 1, username: "u", message: text)) }
            func matches(_ condition: (RecentChat.Columns) -> Predicate) async throws -> Set<String> {
                Set(try await db.recentChat.where(condition).select { $0.message }.fetchAll())
            }
            #expect(try await matches { $0.message.hasPrefix("ab\u{1}") } == ["ab\u{1}cd"])
            #expect(
                try await matches { $0.message.hasPrefix("ab") } == ["ab", "ab\u{1}cd", "ab\u{d7ff}", "ab\u{10ffff}"])
            #expect(try await matches { $0.message.hasPrefix("ab\u{d7ff}") } == ["ab\u{d7ff}"])
            #expect(try await matches { $0.message.hasPrefix("\u{10ffff}") } == ["\u{10ffff}\u{10ffff}"])
            #expect(try await matches { $0.message.hasSuffix("tail") } == ["zz\u{1}tail", "tail"])
            #expect(try await matches { $0.message.hasSuffix("\u{1}tail") } == ["zz\u{1}tail"])
            #expect(try await matches { $0.message.hasSuffix("") } == Set(texts))
            #expect(try await matches { $0.message.contains("\u{1}") } == ["ab\u{1}cd", "zz\u{1}tail"])
            #expect(try await matches { $0.message.contains("") } == Set(texts))
            let long = String(repeating: "x", count: 100_000)
            #expect(try await matches { $0.message.contains(long) || $0.message.hasPrefix(long) } == [])
        }
    }

    @Test(arguments: Storage.allCases)
    func overflowIsAnError(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.userStats.insert(.init(username: "a", firstSeen: .max, lastSeen: .min))
            let error = try await databaseError { _ = try await db.userStats.select { $0.firstSeen + 1 }.fetchAll() }
            #expect(error?.code == .typeMismatch)
            let below = try await databaseError { _ = try await db.userStats.select { $0.lastSeen - 1 }.fetchAll() }
            #expect(below?.code == .typeMismatch)
        }
    }

    @Test(arguments: Storage.allCases)
    func membershipOfLists(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await users(db)
            #expect(try await db.userStats.where { $0.username.isIn([]) }.count() == 0)
            #expect(try await db.userStats.where { $0.username.isIn(["bob"]) }.count() == 1)
            #expect(try await db.userStats.where { $0.username.isIn(["bob", "alice", "nobody"]) }.count() == 2)
            for count in [8191, 8192, 8193, 16_385, 32_766] {
                #expect(try await db.userStats.where { $0.totalChatLines.isIn(1...count) }.count() == 4)
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func selections(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await users(db)
            let pairs: [(String, Int)] = try await db.userStats.order { $0.username.ascending }
                .select { ($0.username, $0.totalChatLines) }.fetchAll()
            #expect(pairs.map(\.0) == ["Dave", "alice", "bob", "carol"])
            #expect(pairs.map(\.1) == [40, 10, 20, 30])
            let triple = try await db.userStats.where { $0.username == "alice" }
                .select { ($0.currentSessionStart, $0.totalChatLines + 1, $0.lastSeen - $0.firstSeen) }.first()
            #expect(triple?.0 == 5 && triple?.1 == 11 && triple?.2 == 29)
        }
    }

    @Test(arguments: Storage.allCases)
    func aggregates(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            #expect(try await db.userStats.all.max { $0.totalChatLines } == nil)
            #expect(try await db.userStats.all.sum { $0.totalChatLines } == 0)
            try await users(db)
            #expect(try await db.userStats.all.max { $0.totalChatLines } == 40)
            #expect(try await db.userStats.all.min { $0.username } == "Dave")
            #expect(try await db.userStats.all.min { $0.currentSessionStart } == 5)
            #expect(try await db.userStats.where { $0.lastSeen == 20 }.sum { $0.totalChatLines } == 50)
            #expect(
                try await db.userStats.order { $0.totalChatLines.descending }.limit(2).sum { $0.totalChatLines } == 70)
            #expect(try await db.userStats.order { $0.totalChatLines.descending }.limit(2).count() == 2)
            #expect(try await db.userStats.all.offset(3).count() == 1)
            try await db.userStats.update("alice") { $0.totalTimeConnected = .max }
            try await db.userStats.update("bob") { $0.totalTimeConnected = .max }
            let error = try await databaseError { _ = try await db.userStats.all.sum { $0.totalTimeConnected } }
            #expect(error?.code == .typeMismatch)
        }
    }

    /// The database and Swift come to the same rows for random conditions.
    @Test(arguments: Storage.allCases)
    func randomConditions(_ storage: Storage) async throws {
        var random = SeededGenerator()
        let seed = random.seed
        try await withDatabase(storage) { db in
            let words = ["", "a", "A", "ab", "b", "é", "e\u{301}", "z", "%", "_"]
            var drafts: [OutboundMessage.Draft] = []
            for _ in 0..<200 {
                drafts.append(
                    .init(
                        timestamp: Int.random(in: -3...3, using: &random),
                        message: words.randomElement(using: &random) ?? "",
                        sent: Bool.random(using: &random),
                        sentTimestamp: Bool.random(using: &random) ? Int.random(in: -3...3, using: &random) : nil,
                        retryCount: Int.random(in: 0...3, using: &random)))
            }
            try await db.outboundMessages.insert(contentsOf: drafts)
            let rows = try await db.outboundMessages.fetchAll()
            #expect(rows.map { OutboundMessage.Draft($0) } == drafts)
            for _ in 0..<200 {
                let condition = Condition.random(depth: 3, words: words, using: &random)
                let found = try await db.outboundMessages.where { condition.sql($0) }.order { $0.id.ascending }
                    .fetchAll()
                #expect(found == rows.filter(condition.holds), "seed \(seed), condition \(condition)")
            }
        }
    }
}

/// A condition that can be asked of the database and of a row.
private indirect enum Condition {
    case timestamp(Int), retries(Int), message(String), prefix(String), sent(Bool), sentAt(Int?), sentBefore(Int)
    case and(Condition, Condition), or(Condition, Condition), not(Condition)

    static func random(depth: Int, words: [String], using generator: inout SeededGenerator) -> Condition {
        let word = words.randomElement(using: &generator) ?? ""
        let number = Int.random(in: -3...3, using: &generator)
        switch Int.random(in: 0..<(depth == 0 ? 7 : 13), using: &generator) {
        case 0: return .timestamp(number)
        case 1: return .retries(number)
        case 2: return .message(word)
        case 3: return .prefix(word)
        case 4: return .sent(number > 0)
        case 5: return .sentAt(number == 3 ? nil : number)
        case 6: return .sentBefore(number)
        case 7, 8:
            return .and(
                random(depth: depth - 1, words: words, using: &generator),
                random(depth: depth - 1, words: words, using: &generator))
        case 9, 10:
            return .or(
                random(depth: depth - 1, words: words, using: &generator),
                random(depth: depth - 1, words: words, using: &generator))
        default: return .not(random(depth: depth - 1, words: words, using: &generator))
        }
    }

    func sql(_ columns: OutboundMessage.Columns) -> Predicate {
        switch self {
        case .timestamp(let value): columns.timestamp > value
        case .retries(let value): columns.retryCount <= value
        case .message(let value): columns.message == value
        case .prefix(let value): columns.message.hasPrefix(value)
        case .sent(let value): columns.sent == value
        case .sentAt(let value): columns.sentTimestamp == value
        case .sentBefore(let value): columns.sentTimestamp < value
        case .and(let left, let right): left.sql(columns) && right.sql(columns)
        case .or(let left, let right): left.sql(columns) || right.sql(columns)
        case .not(let condition): !condition.sql(columns)
        }
    }

    func holds(_ row: OutboundMessage) -> Bool {
        switch self {
        case .timestamp(let value): row.timestamp > value
        case .retries(let value): row.retryCount <= value
        // By code point, as databases compare.
        case .message(let value): Array(row.message.unicodeScalars) == Array(value.unicodeScalars)
        case .prefix(let value): row.message.unicodeScalars.starts(with: value.unicodeScalars)
        case .sent(let value): row.sent == value
        case .sentAt(let value): row.sentTimestamp == value
        case .sentBefore(let value): row.sentTimestamp.map { $0 < value } ?? false
        case .and(let left, let right): left.holds(row) && right.holds(row)
        case .or(let left, let right): left.holds(row) || right.holds(row)
        case .not(let condition): !condition.holds(row)
        }
    }
}
