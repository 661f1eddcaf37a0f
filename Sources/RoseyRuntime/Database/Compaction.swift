extension Database {
    /// Gives back the room of what was deleted, and lets the database look at its tables to plan queries well (`VACUUM` and
    /// `ANALYZE`).
    ///
    /// On SQLite others wait meanwhile, and the file is written anew, so there has to be room for it twice.
    ///
    /// - Throws: ``DatabaseError``
    public func compact() async throws {
        for sql in ["VACUUM", "ANALYZE"] {
            try await session.execute(Statement(sql, .bulkWrite, table: "")) { _ in }
        }
    }
}
