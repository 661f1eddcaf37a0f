#if Tracing
import InMemoryTracing
import RoseyModels
import RoseyRuntime
import TestDatabases
import Testing
import Tracing

@Suite(.timeLimit(.minutes(5)))
struct TracingTests {
    private func withSpans(
        _ storage: Storage, _ body: @Sendable (Database, InMemoryTracer) async throws -> Void
    ) async throws {
        let tracer = InMemoryTracer()
        try await storage.withURL { url in
            try await withTracer(tracer) {
                let db = try await Database.open(url: url, configuration: .patient)
                try await db.migrate(RoseyModels.migrations)
                try await body(db, tracer)
                await db.close()
            }
        }
        #expect(tracer.activeSpans.isEmpty)
    }

    private static func text(_ span: FinishedInMemorySpan, _ name: String) -> String? {
        if case .string(let text) = span.attributes.get(name) { text } else { nil }
    }

    @Test(arguments: Storage.allCases)
    func statements(_ storage: Storage) async throws {
        try await withSpans(storage) { db, tracer in
            tracer.clearFinishedSpans()
            let user = UserStats.Draft(username: "s3cret-value", firstSeen: 1, lastSeen: 1)
            try await withSpan("request") { _ in
                try await db.userStats.insert(user)
                _ = try? await db.userStats.insert(user)
                _ = try await db.userStats.where { $0.username == "s3cret-value" }.fetchAll()
            }
            let spans = tracer.finishedSpans
            #expect(
                spans.map(\.operationName) == [
                    "INSERT user_stats", "INSERT user_stats", "SELECT user_stats", "request",
                ])
            guard spans.count == 4 else { return }
            for span in spans.prefix(3) {
                #expect(span.kind == .client && span.parentSpanID == spans[3].spanContext.spanID)
                #expect(Self.text(span, "db.system.name") == db.dialect.rawValue)
                #expect(Self.text(span, "db.collection.name") == "user_stats")
                #expect(
                    Self.text(span, "db.operation.name")
                        == span.operationName.split(separator: " ").first.map(String.init))
                #expect(Self.text(span, "db.namespace")?.isEmpty == false)
                #expect(Self.text(span, "db.query.text")?.contains("\"user_stats\"") == true)
                #expect(!"\(span)".contains("s3cret-value"))
                #expect(span.startInstant.nanosecondsSinceEpoch <= span.endInstant.nanosecondsSinceEpoch)
            }
            #expect(spans[0].status == nil && spans[1].status?.code == .error)
            #expect(Self.text(spans[1], "error.type") == "unique")
            #expect(Self.text(spans[1], "db.response.status_code") == (db.dialect == .sqlite ? "1555" : "23505"))
            #expect(spans[2].attributes.get("db.response.returned_rows") == 1.toSpanAttribute())
        }
    }

    @Test(arguments: Storage.both)
    func itemsOfAPipelineBelongToWhoeverAskedForThem(_ storage: Storage) async throws {
        try await withSpans(storage) { db, tracer in
            tracer.clearFinishedSpans()
            try await withSpan("request") { _ in
                _ = try await db.pipeline(["a", "b"]) { try await $0.userStats.find($1) }
            }
            let spans = tracer.finishedSpans
            let request = spans.last
            let finds = spans.filter { $0.operationName == "SELECT user_stats" }
            #expect(finds.count == 2 && finds.allSatisfy { $0.parentSpanID == request?.spanContext.spanID })
        }
    }

    @Test(arguments: Storage.both)
    func migrations(_ storage: Storage) async throws {
        try await withSpans(storage) { db, tracer in
            let spans = tracer.finishedSpans
            for revision in RoseyModels.migrations {
                let span = spans.first { Self.text($0, "rosey.migration.revision") == revision.id }
                #expect(span?.operationName == "upgrade \(revision.id)")
                #expect(spans.contains { $0.parentSpanID == span?.spanContext.spanID })
            }
        }
    }

    /// What is in the way of a revision is not kept.
    @Test(arguments: Storage.both)
    func aMigrationThatFails(_ storage: Storage) async throws {
        try await withSpans(storage) { db, tracer in
            let up = "CREATE TABLE t (x integer UNIQUE);\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (1);"
            let script = Revision.Script(up: up, down: "DROP TABLE t;")
            let last = RoseyModels.migrations.last?.id
            let revision = Revision(
                id: "zz", parents: last.map { [$0] } ?? [], message: "two alike", sqlite: script, postgresql: script)
            let error = try await databaseError { try await db.migrate(RoseyModels.migrations + [revision]) }
            #expect(error?.code == .unique)
            let span = tracer.finishedSpans.first { $0.operationName == "upgrade zz" }
            #expect(span?.status?.code == .error && span?.errors.isEmpty == true)
            #expect(span.flatMap { Self.text($0, "error.type") } == "unique")
        }
    }
}
#endif
