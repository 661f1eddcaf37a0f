import CSQLite

/// Counts the rows that a statement writes while it runs, which SQLite tells of tables with rowids.
final class RowCounter {
    private let progress: @Sendable (Int) -> Void
    private var rows = 0

    /// How many rows there are between two reports.
    private static let step = 1 << 14

    init(_ progress: @escaping @Sendable (Int) -> Void) {
        self.progress = progress
    }

    func counting<Result>(on db: OpaquePointer, _ body: () throws -> Result) rethrows -> Result {
        // SQLite calls it on this thread, and not after it is taken away.
        sqlite3_update_hook(
            db,
            { counter, _, _, _, _ in
                guard let counter else { return }
                Unmanaged<RowCounter>.fromOpaque(counter).takeUnretainedValue().count()
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_update_hook(db, nil, nil) }
        return try body()
    }

    private func count() {
        rows += 1
        if rows % Self.step == 0 { progress(rows) }
    }
}
