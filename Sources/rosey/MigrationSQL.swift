import RoseyRuntime

/// Migrations as a text for people who run SQL themselves: what `upgrade` and `downgrade` would run, with the record.
struct MigrationSQL {
    let dialect: RoseyRuntime.Dialect

    func upgrade(_ revisions: [Revision]) -> String {
        revisions.map { revision in
            let script = revision.script(dialect)
            return text(
                "revision \(revision.id): \(revision.message)", script.up, script.hasOwnTransactions,
                MigrationRecord.sql(applying: revision, dialect))
        }.joined(separator: "\n")
    }

    func downgrade(_ revisions: [AppliedRevision]) -> String {
        revisions.map { revision in
            text(
                "back from revision \(revision.id): \(revision.message)", revision.down, revision.hasOwnTransactions,
                MigrationRecord.sql(takingBack: revision.id))
        }.joined(separator: "\n")
    }

    private func text(_ title: String, _ script: String, _ hasOwnTransactions: Bool, _ record: String) -> String {
        var text = "-- \(title)\n"
        if dialect == .sqlite { text += "PRAGMA foreign_keys = OFF;\n" }
        if hasOwnTransactions {
            text += script + "\nBEGIN;\n" + record + "COMMIT;\n"
        } else {
            text += "BEGIN;\n" + script + (script.hasSuffix("\n") ? "" : "\n") + record + "COMMIT;\n"
        }
        if dialect == .sqlite { text += "PRAGMA foreign_key_check;\nPRAGMA foreign_keys = ON;\n" }
        return text
    }
}
