import RoseyModels
import TestDatabases
import Testing

@testable import RoseyRuntime

@Suite(.timeLimit(.minutes(5)))
struct OrderPlanTests {
    /// A page of rows in the order of an index is read from the index, in both directions, and nothing is sorted.
    @Test(arguments: Storage.both, [false, true])
    func anIndexServesAnOrder(_ storage: Storage, isDescending: Bool) async throws {
        try await withDatabase(storage) { db in
            let page = db.recentChat.where { $0.timestamp >= 5 }
                .order { isDescending ? $0.timestamp.descending : $0.timestamp.ascending }.limit(10)
            let sql = page.fragment(of: "*").words.text
            let plan = try await db.transaction { tx in
                if storage == .postgresql {
                    // The planner would read an empty table without its indexes.
                    try await tx.session.run("SET LOCAL enable_seqscan = off")
                    try await tx.session.run("SET LOCAL enable_bitmapscan = off")
                    return try await tx.session.texts("EXPLAIN \(sql.replacing("?", with: "10"))")
                }
                let explain = Statement("EXPLAIN QUERY PLAN \(sql.replacing("?", with: "10"))", .read, table: "")
                return try await tx.session.fetchAll(explain, { _ in }) { try $0.text(3) }
            }.joined(separator: "\n")
            #expect(plan.contains("idx_recent_chat_timestamp"), "\(plan)")
            #expect(!plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "\(plan)")
        }
    }
}
