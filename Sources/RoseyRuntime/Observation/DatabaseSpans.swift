#if Tracing
import Tracing

/// A span for each statement and each migration, with the attributes of OpenTelemetry's conventions.
struct DatabaseSpans: Sendable {
    /// When a statement began, and as part of what.
    struct Moment: Sendable {
        let instant = DefaultTracerClock.now
        let context = InstrumentationContext.current ?? .topLevel
    }

    private let tracer: any Tracer
    private let dialect: Dialect
    private let namespace: String

    /// - Returns: `nil` where the program traces nothing.
    init?(_ dialect: Dialect, _ namespace: String) {
        tracer = InstrumentationSystem.tracer
        if tracer is NoOpTracer { return nil }
        self.dialect = dialect
        self.namespace = namespace
    }

    func moment() -> Moment { Moment() }

    /// Makes the span of a statement that has ended: what the driver could not do at once is not seen twice.
    func record(_ statement: Statement, _ start: StatementStart, _ rows: Int?, _ failure: DatabaseError?) {
        guard let moment = start.moment else { return }
        let operation = statement.operation(dialect)
        let words = [operation, statement.table.isEmpty ? nil : statement.table].compactMap { $0 }
        let name = words.isEmpty ? dialect.rawValue : words.joined(separator: " ")
        let span = tracer.startSpan(name, context: moment.context, ofKind: .client, at: moment.instant)
        span.updateAttributes { attributes in
            attributes["db.system.name"] = dialect.rawValue
            attributes["db.namespace"] = namespace
            attributes["db.query.text"] = statement.sql(dialect)
            if let operation { attributes["db.operation.name"] = operation }
            if !statement.table.isEmpty { attributes["db.collection.name"] = statement.table }
            if let rows, !statement.isWrite { attributes["db.response.returned_rows"] = rows }
        }
        if let failure { mark(span, failure) }
        span.end()
    }

    /// Runs what applies a revision, or takes it back, in a span of which its statements are a part.
    func migrating<Value>(
        _ revision: String, _ action: MigrationAction, _ body: () async throws -> Value
    ) async throws -> Value {
        try await tracer.withAnySpan("\(action.rawValue) \(revision)", ofKind: .client) { span in
            span.attributes["db.system.name"] = dialect.rawValue
            span.attributes["db.namespace"] = namespace
            span.attributes["rosey.migration.revision"] = revision
            do { return Result<Value, any Error>.success(try await body()) } catch {
                // Here, since the tracer would keep its message, which may show rows that are in the way.
                mark(span, error as? DatabaseError ?? DatabaseError(.other, ""))
                return .failure(error)
            }
        }.get()
    }

    private func mark(_ span: any Span, _ failure: DatabaseError) {
        span.attributes["error.type"] = failure.code.rawValue
        if let code = failure.nativeCode { span.attributes["db.response.status_code"] = code }
        span.setStatus(SpanStatus(code: .error))
    }
}
#endif
