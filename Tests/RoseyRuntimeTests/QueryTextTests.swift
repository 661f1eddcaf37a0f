import RoseyModels
import TestDatabases
import TestSupport
import Testing

@testable import RoseyRuntime

/// What queries are in SQL, word for word, and that a connection knows them again.
@Suite(.timeLimit(.minutes(5)))
struct QueryTextTests {
    private func condition(_ db: Database, _ condition: (UserStats.Columns) -> Predicate) -> String {
        condition(UserStats.columns(for: db.session.dialect)).fragment.words.text
    }

    @Test(arguments: Storage.both)
    func conditions(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let isSQLite = storage != .postgresql
            #expect(condition(db) { $0.username == "a" } == #"("username" = ?)"#)
            #expect(condition(db) { $0.username != "a" } == #"("username" <> ?)"#)
            #expect(condition(db) { $0.lastSeen < 1 } == #"("last_seen" < ?)"#)
            #expect(condition(db) { $0.lastSeen >= $0.firstSeen } == #"("last_seen" >= "first_seen")"#)
            #expect(
                condition(db) { $0.lastSeen - 1 > $0.firstSeen + 1 } == #"(("last_seen" - ?) > ("first_seen" + ?))"#)
            #expect(condition(db) { $0.currentSessionStart == nil } == #"("current_session_start" IS NULL)"#)
            #expect(condition(db) { $0.currentSessionStart != nil } == #"("current_session_start" IS NOT NULL)"#)
            #expect(
                condition(db) { $0.currentSessionStart != 1 }
                    == #"("current_session_start" \#(isSQLite ? "IS NOT" : "IS DISTINCT FROM") ?)"#)
            #expect(
                condition(db) { $0.lastSeen > 1 && !($0.lastSeen < 5 || $0.username == "x") }
                    == #"(("last_seen" > ?) AND ((("last_seen" < ?) OR ("username" = ?)) IS NOT TRUE))"#)
            #expect(condition(db) { $0.username.isIn([]) } == "(1 = 0)")
            #expect(condition(db) { $0.username.isIn(["a"]) } == #"("username" IN (?))"#)
            #expect(condition(db) { $0.username.isIn(["a", "b", "c"]) } == #"("username" IN (?, ?, ?, ?))"#)
            #expect(condition(db) { $0.username.like("a%") } == #"("username" \#(isSQLite ? "GLOB" : "LIKE") ?)"#)
            #expect(condition(db) { $0.username.hasPrefix("a") } == #"(("username" >= ?) AND ("username" < ?))"#)
            #expect(condition(db) { $0.username.hasSuffix("") } == #"("username" >= ?)"#)
            #expect(
                condition(db) { $0.username.hasSuffix("a") }
                    == (isSQLite
                        ? #"(substr(CAST("username" AS BLOB), ?) = CAST(? AS BLOB))"#
                        : #"(right("username", CAST(? AS INTEGER)) = ?)"#))
            #expect(
                condition(db) { $0.username.contains("a") }
                    == #"(\#(isSQLite ? "instr" : "strpos")("username", ?) > 0)"#)
        }
    }

    @Test(arguments: Storage.both)
    func statements(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let isSQLite = storage != .postgresql
            let page = db.recentChat.where { $0.timestamp > 1 }.where { $0.username == "a" }
                .order { [$0.timestamp.descending, $0.username.ascending] }.limit(10).offset(3)
            let fragment = page.fragment(of: RecentChat.columnList)
            #expect(
                fragment.words.text == """
                    SELECT \(RecentChat.columnList) FROM "recent_chat" WHERE (("timestamp" > ?) AND ("username" = ?)) \
                    ORDER BY "timestamp" DESC, "username" ASC LIMIT \(isSQLite ? "?" : "10") OFFSET ?
                    """)
            let values: [SQLValue] = [.integer(1), .text("a")] + (isSQLite ? [.integer(10)] : []) + [.integer(3)]
            #expect(fragment.values == values)
            let selected = db.userStats.where { $0.lastSeen > 7 }.select { ($0.lastSeen - 5, $0.username) }
            let columns = selected.query.fragment(of: selected.columns)
            #expect(
                columns.words.text == #"SELECT ("last_seen" - ?), "username" FROM "user_stats" WHERE ("last_seen" > ?)"#
            )
            #expect(columns.values == [.integer(5), .integer(7)])
            let changes = db.userStats.changes {
                $0.totalChatLines += 2
                $0.lastSeen = 9
                $0.totalChatLines += 3
            }
            let update = try #require(changes._assignments.update(UserStats.tableIdentifier))
            #expect(
                update.words.text
                    == #"UPDATE "user_stats" SET "total_chat_lines" = (("total_chat_lines" + ?) + ?), "last_seen" = ?"#)
            #expect(update.values == [.integer(2), .integer(3), .integer(9)])
        }
    }

    /// With room for two statements only, queries that take turns are right all the same.
    @Test(arguments: Storage.both)
    func fewAreKept(_ storage: Storage) async throws {
        var configuration = DatabaseConfiguration.patient
        configuration.dynamicStatementCapacity = 2
        try await withDatabase(storage, configuration: configuration) { db in
            try await db.userStats.insert(
                contentsOf: (1...20).map { .init(username: "u\($0)", firstSeen: $0, lastSeen: 2 * $0) })
            for number in 1...20 {
                let counts = [
                    try await db.userStats.where { $0.firstSeen <= number }.count(),
                    try await db.userStats.where { $0.firstSeen < number }.count(),
                    try await db.userStats.where { $0.lastSeen <= number }.count(),
                    try await db.userStats.where { $0.firstSeen.isIn(1...number) }.count(),
                    try await db.userStats.limit(number).count(),
                    try await db.userStats.all.sum { $0.firstSeen + number },
                ]
                #expect(counts == [number, number - 1, number / 2, number, number, 210 + 20 * number])
            }
        }
    }

    @Test(arguments: Storage.both)
    func tooManyValues(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for count in [32_767, 100_000] {
                let error = try await databaseError {
                    _ = try await db.userStats.where { $0.firstSeen.isIn(1...count) }.count()
                }
                #expect(error?.code == .syntax, "\(count): \(error as Any)")
            }
        }
    }
}
