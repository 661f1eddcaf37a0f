import CSQLite3
import Foundation
import RoseyRuntime

/// A table of a million rows that gets a check and so is rebuilt, by a migration and by what SQLite alone needs for it.
enum Rebuild {
    private static let rows = 1_000_000

    private static let made = """
        CREATE TABLE "notes" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "timestamp" INTEGER NOT NULL,
            "username" TEXT NOT NULL CHECK (length("username") <= 50), "message" TEXT NOT NULL) STRICT;
        CREATE INDEX "idx_notes_timestamp" ON "notes" ("timestamp");
        CREATE INDEX "idx_notes_username" ON "notes" ("username", "timestamp");
        """
    private static let filled = """
        WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < \(rows))
        INSERT INTO "notes" ("timestamp", "username", "message")
        SELECT x * 7919 % 1000003, 'user ' || x % 1000, 'message number ' || x || ' of a long day' FROM n;
        """
    private static let rebuilt = """
        CREATE TABLE "new_notes" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "timestamp" INTEGER NOT NULL,
            "username" TEXT NOT NULL CHECK (length("username") <= 50), "message" TEXT NOT NULL,
            CONSTRAINT "not_before" CHECK ("timestamp" >= 0)) STRICT;
        INSERT INTO "new_notes" ("id", "timestamp", "username", "message")
        SELECT "id", "timestamp", "username", "message" FROM "notes";
        DROP TABLE "notes";
        ALTER TABLE "new_notes" RENAME TO "notes";
        CREATE INDEX "idx_notes_timestamp" ON "notes" ("timestamp");
        CREATE INDEX "idx_notes_username" ON "notes" ("username", "timestamp");
        """

    private static func revision(_ id: String, _ parents: [String], _ up: String) -> Revision {
        let nothing = Revision.Script(up: "", down: "")
        return Revision(
            id: id, parents: parents, message: id, sqlite: Revision.Script(up: up, down: ""), postgresql: nothing)
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// What SQLite does when it is given the commands.
    private static func bare(_ path: String) throws {
        var db: OpaquePointer?
        defer { sqlite3_close(db) }
        for sql in ["PRAGMA synchronous = NORMAL", "BEGIN IMMEDIATE", rebuilt, "COMMIT"] {
            guard db != nil || sqlite3_open(path, &db) == SQLITE_OK, sqlite3_exec(db, sql, nil, nil, nil) == SQLITE_OK
            else { throw Failure(description: db.map { String(cString: sqlite3_errmsg($0)) } ?? "no database") }
        }
    }

    static func measure(in folder: URL, rounds: Int) async throws {
        let original = folder.appendingPathComponent("original.db")
        let configuration = DatabaseConfiguration(sqlite: .init(synchronous: .normal))
        let (first, second) = (revision("first", [], made + filled), revision("second", ["first"], rebuilt))
        let db = try await Database.open(url: "sqlite:///" + original.path, configuration: configuration)
        try await db.migrate([first])
        await db.close()
        var ratios: [Double] = []
        var times: [Double] = []
        for round in 0..<rounds {
            var taken: [Double] = []
            // Each goes first as often as the other.
            for isMigrated in round.isMultiple(of: 2) ? [false, true] : [true, false] {
                let copy = folder.appendingPathComponent("copy.db")
                for suffix in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: copy.path + suffix)
                }
                try FileManager.default.copyItem(at: original, to: copy)
                let begin = ContinuousClock.now
                if isMigrated {
                    let db = try await Database.open(url: "sqlite:///" + copy.path, configuration: configuration)
                    try await db.migrate([first, second])
                    await db.close()
                } else {
                    try bare(copy.path)
                }
                let time = begin.duration(to: .now) / .seconds(1)
                if isMigrated { taken.append(time) } else { taken.insert(time, at: 0) }
            }
            ratios.append(taken[1] / taken[0])
            times.append(taken[0])
        }
        func median(_ numbers: [Double]) -> String {
            numbers.sorted()[numbers.count / 2].formatted(.number.precision(.fractionLength(2)))
        }
        print("A table of \(rows) rows rebuilt: SQLite alone \(median(times)) s, a migration \(median(ratios))×")
    }
}
