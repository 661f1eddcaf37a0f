#if PostgreSQL
import CLibPQ

/// Fetching many rows by COPY: the server sends them in fewer pieces of protocol, and libpq needs half as many instructions for
/// each as where it hands them over one at a time. COPY takes no values, and only queries.
extension PostgreSQLConnection {
    /// A cursor of a query whose rows were many last time, if they can be copied. Nothing has been sent: ``receive(_:_:_:)`` has them
    /// copied, and where only some of them are wanted, the statement is sent like any other.
    func openCopy(_ statement: Statement) -> Cursor? {
        guard statements.find(statement, encoder).isCopied,
            let none = PQmakeEmptyPGresult(wire.handle, PGRES_TUPLES_OK)
        else { return nil }
        return Cursor(rows: none, .unsentCopy)
    }

    /// Hands over the rows of such a query.
    func receiveCopy(_ statement: Statement, _ receive: (borrowing Row) throws -> Void) async throws {
        try requireSound(statement)
        let prepared = statements.find(statement, encoder)
        try await sendPrefix(statement)
        wire.arm()
        var size = 0
        var refusal: (any Error)?
        let result = await wire.copyOut(prepared.sql) { rows in
            size += PQresultMemorySize(rows)
            guard refusal == nil else { return }
            do {
                for number in 0..<PQntuples(rows) { try receive(Row(handle: rows, number: number)) }
            } catch {
                refusal = error
            }
        }
        defer { PQclear(result) }
        let failure = result.flatMap { self.failure(PQresultStatus($0), $0, statement) }
        if let failure = await settled(failure, statement, commits: false) { throw failure.error }
        prepared.note(size: size)
        if let refusal { throw refusal }
    }
}
#endif
