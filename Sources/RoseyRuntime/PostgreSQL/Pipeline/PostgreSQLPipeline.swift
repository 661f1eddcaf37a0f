#if PostgreSQL
/// Statements of items that are sent together, in as many rounds as the items have statements one after another. Each has a
/// result of its own.
final class PostgreSQLPipeline: PipelineRun, BufferedConnection {
    private let connection: PostgreSQLConnection
    private let gatherer: ItemGatherer

    init(_ connection: PostgreSQLConnection, items: Int) {
        self.connection = connection
        gatherer = ItemGatherer(items: items)
    }

    var executor: any TaskExecutor { gatherer }

    nonisolated(nonsending) func runItem(
        _ number: Int, _ body: nonisolated(nonsending) (any StatementConnection) async throws -> Void
    ) async {
        try? await body(self)
        gatherer.endItem()
    }

    nonisolated(nonsending) func send() async {
        await gatherer.run { waiting in
            let requests = waiting.map(\.request)
            for (request, result) in zip(waiting, await connection.exchange(requests)) { request.resume(with: result) }
            connection.pool.encoders.release(requests)
        }
    }

    nonisolated(nonsending) func rows(
        _ statement: Statement, _ bind: (inout Parameters) throws -> Void
    ) async throws -> ReceivedRows {
        try await gatherer.rows(try connection.pool.encoders.request(statement, bind), item: 0)
    }
}
#endif
