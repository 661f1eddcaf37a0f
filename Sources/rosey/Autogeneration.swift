import ExactText
import SchemaKit
import SchemaMigration
import SchemaSQL

/// A revision made from a difference.
struct Autogeneration {
    let difference: SchemaDifference
    let hazards: [Hazard]
    private let back: SchemaDifference

    init(_ difference: SchemaDifference) {
        self.difference = difference
        hazards = Hazards.of(difference)
        back = SchemaDifference(from: difference.new, to: difference.old, renames: difference.renames.reversed)
    }

    /// Says in words what will happen, and what to think of.
    func describe() {
        print("What changes:")
        for change in difference.changes { print("  \(change)") }
        show(hazards, "What to think of:")
        show(Hazards.of(back).filter { [.dataLoss, .conditional].contains($0.kind) }, "On the way back:")
    }

    private func show(_ hazards: [Hazard], _ title: String) {
        if hazards.isEmpty { return }
        print(title)
        for hazard in hazards {
            let place = hazard.dialect.map { " (\($0.rawValue))" } ?? ""
            print("  \(hazard.kind.rawValue)\(place): \(hazard.subject): \(hazard.text)")
        }
    }

    func revision(id: String, after parents: [String], message: String) -> RevisionFolder {
        let plans = PerDialect { (up: MigrationPlan(difference, $0), down: MigrationPlan(back, $0)) }
        let hasOwnTransactions = !plans.postgresql.up.isAtomic || !plans.postgresql.down.isAtomic
        let own = PerDialect(sqlite: false, postgresql: hasOwnTransactions)
        func header(_ what: String) -> String { "-- \(what)\n-- Revision \(id).\n\n" }
        // A message can be anything, but neither a line nor a directive of its own.
        let line = message.onOneLine
        let up = line.utf8.first == UInt8(ascii: "@") ? "Note: \(line)" : line
        return RevisionFolder(
            id: id, parents: parents, message: message, schemaBefore: difference.old.fingerprint,
            schemaAfter: difference.new.fingerprint, renames: difference.renames.decisions.map(\.description),
            acknowledged: hazards.filter(\.needsConsent).map(\.key), hasOwnTransactions: hasOwnTransactions,
            scripts: PerDialect { dialect in
                RevisionFolder.Script(
                    up: header(up) + plans[dialect].up.script(hasOwnTransactions: own[dialect]),
                    down: header("Back: \(up)") + plans[dialect].down.script(hasOwnTransactions: own[dialect]))
            })
    }
}
