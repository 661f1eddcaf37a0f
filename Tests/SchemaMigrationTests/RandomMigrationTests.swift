import MigrationProof
import RoseyRuntime
import SchemaKit
import SchemaMigration
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// Any schema becomes any other: the plan makes of a database of the one a database of the other, with its rows, and back.
@Suite(.timeLimit(.minutes(10)))
struct RandomMigrationTests {
    @Test(arguments: Storage.both)
    func fromOneSchemaToAnother(_ storage: Storage) async throws {
        let generator = SeededGenerator()
        var evolution = SchemaEvolution(generator)
        var withRows = 0
        let count = storage == .memory ? 400 : 40
        for number in 0..<count {
            await Task.yield()
            let (old, new) = evolution.next()
            let place = Comment("seed \(generator.seed), pair \(number)")
            let difference = SchemaDifference(from: old, to: new, renames: try Renames(from: old, to: new))
            let back = SchemaDifference(from: new, to: old, renames: difference.renames.reversed)
            func script(_ dialect: Dialect) -> Revision.Script {
                let up = MigrationPlan(difference, dialect), down = MigrationPlan(back, dialect)
                return Revision.Script(
                    up: up.script(hasOwnTransactions: !up.isAtomic || !down.isAtomic),
                    down: down.script(hasOwnTransactions: !up.isAtomic || !down.isAtomic),
                    hasOwnTransactions: !up.isAtomic || !down.isAtomic)
            }
            #expect(SchemaDifference(from: new, to: new).isEmpty, place)
            let revision = Revision(
                id: "step", parents: [], message: "a step", sqlite: script(.sqlite), postgresql: script(.postgresql))
            do {
                try await storage.withURL { url in
                    let db = try await Database.open(url: url, configuration: .patient)
                    let result: Result<MigrationProof.Result, any Error>
                    do { result = .success(try await MigrationProof(revision, difference, in: db).run()) } catch {
                        result = .failure(error)
                    }
                    await db.close()
                    if try result.get().withoutRows == nil { withRows += 1 }
                }
            } catch {
                let script = storage == .memory ? revision.scripts.sqlite : revision.scripts.postgresql
                Issue.record(
                    """
                    \(place): \(error)
                    \((error as? DatabaseError)?.sql ?? "")
                    \(difference.changes.map { "- \($0)" }.joined(separator: "\n"))
                    === up
                    \(script.up)
                    === down
                    \(script.down)
                    """)
                return
            }
        }
        #expect(withRows > count / 2, "only \(withRows) of \(count) with rows, seed \(generator.seed)")
    }
}
