import SchemaKit
import TestSupport
import Testing

@Suite struct RoseySchemaTests {
    private func schema() throws -> Schema {
        let result = SchemaLoader.load(path: packageFolder + "/schema.yaml")
        #expect(!result.diagnostics.hasErrors)
        return try #require(result.schema)
    }

    @Test func hasItsTablesInOrder() throws {
        #expect(
            try schema().tables.map(\.name) == [
                "user_stats", "user_actions", "channel_stats", "user_count_history", "recent_chat", "current_status",
                "outbound_messages", "api_tokens",
            ])
    }

    @Test func userStats() throws {
        let table = try #require(try schema().table(named: "user_stats"))
        let expected = Table(
            name: "user_stats", comment: "A user's activity and connection time.",
            columns: [
                Column(name: "username", type: .string(maxLength: 50), comment: "CyTube username (case-sensitive)"),
                Column(name: "first_seen", type: .integer, comment: "When the user was first seen, in Unix seconds"),
                Column(name: "last_seen", type: .integer, comment: "When the user was last seen, in Unix seconds"),
                Column(
                    name: "total_chat_lines", type: .integer, defaultValue: .literal(.integer(0)),
                    comment: "Chat messages sent"),
                Column(
                    name: "total_time_connected", type: .integer, defaultValue: .literal(.integer(0)),
                    comment: "Seconds spent in the channel, over closed sessions"),
                Column(
                    name: "current_session_start", type: .integer, isNullable: true,
                    comment: "When the open session began; null while away"),
            ],
            primaryKey: PrimaryKey(columns: ["username"]),
            indexes: [Index(name: "idx_last_seen", terms: [.init(.column("last_seen"))])],
            checks: [
                Check(name: "check_positive_lines", condition: .common("total_chat_lines >= 0")),
                Check(name: "check_positive_time", condition: .common("total_time_connected >= 0")),
            ])
        #expect(table == expected)
        // Every part knows where it is written.
        #expect(table.origin.span?.start == SourcePosition(line: 4, column: 3))
        #expect(table.columns[1].origin.span?.start == SourcePosition(line: 8, column: 7))
        #expect(table.indexes[0].terms[0].origin.span?.start == SourcePosition(line: 14, column: 23))
    }

    @Test func keysDefaultsAndDirections() throws {
        let schema = try schema()
        let tokens = try #require(schema.table(named: "api_tokens"))
        #expect(tokens.autoIncrementColumn?.name == "id")
        #expect(tokens.uniques == [Unique(name: "api_tokens_token_key", columns: ["token"])])
        #expect(tokens.column(named: "is_active")?.defaultValue == .literal(.boolean(true)))
        #expect(tokens.column(named: "name")?.isNullable == true)
        let chat = try #require(schema.table(named: "recent_chat"))
        #expect(chat.indexes.first?.terms == [.init(.column("timestamp"), isDescending: true)])
        let status = try #require(schema.table(named: "current_status"))
        #expect(status.isSingleton)
        #expect(status.column(named: "id")?.defaultValue == .literal(.integer(1)))
        #expect(status.column(named: "status")?.defaultValue == .literal(.text("offline")))
        #expect(status.column(named: "bot_rank")?.type == .real)
    }
}
