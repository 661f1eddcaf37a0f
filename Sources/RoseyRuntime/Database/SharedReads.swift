import Synchronization

/// What the items of a pipeline get their connection from where the database is a file: one transaction for all reads that
/// follow one another. Three quarters of a short read are the entering and leaving of its own.
final class SharedReads: ConnectionSource {
    let database: Database
    /// Items that run several things at once share the connection.
    private let turn = Turn()
    /// The connection with the transaction, once something has been read, and until something is written.
    private let reader = Mutex<(any DriverConnection)?>(nil)

    init(_ database: Database) {
        self.database = database
    }

    var dialect: Dialect { database.dialect }
    var transaction: Transaction? { nil }
    var isPipelineItem: Bool { true }

    func tryEnter(_ access: Access) throws -> (any StatementConnection)? {
        guard access != .write, turn.tryTake() else { return nil }
        if let connection = reader.withLock({ $0 }) { return connection }
        turn.giveBack()
        return nil
    }

    func enter(_ access: Access) async throws -> any StatementConnection {
        do { try await turn.take() } catch let error as DatabaseError where error.code == .closed {
            throw DatabaseError.pipelineHasEnded
        }
        do {
            if access != .write { return try await read() }
            // What is read after it must see it.
            await endReading()
            return try await database.enter(.write)
        } catch {
            turn.giveBack()
            throw error
        }
    }

    func fail(_ error: any Error) {}

    func leave(_ connection: any StatementConnection) {
        if reader.withLock({ $0 !== connection }) { connection.giveBack() }
        turn.giveBack()
    }

    /// After the last item.
    func end() async {
        await turn.close()
        await endReading()
    }

    private func read() async throws -> any StatementConnection {
        if let connection = reader.withLock({ $0 }) { return connection }
        let connection = try await database.driver.lease(.read)
        do {
            try await connection.begin(.read, TransactionOptions())
        } catch {
            connection.giveBack()
            throw error
        }
        reader.withLock { $0 = connection }
        return connection
    }

    private func endReading() async {
        let connection = reader.withLock { reader in
            defer { reader = nil }
            return reader
        }
        guard let connection else { return }
        // It has nothing to lose.
        await connection.rollback()
        connection.giveBack()
    }
}
