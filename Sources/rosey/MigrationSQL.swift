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
                MigrationRecord.sql(takingBack: revision, dialect))
        }.joined(separator: "\n")
    }

    /// The script with its requirements as commands that fail where rows are in the way: whoever runs the text does not look
    /// at what a query finds. A requirement ends with the first line that ends with a semicolon.
    private func enforced(_ script: String) -> String {
        var lines: [Substring] = []
        var requirement: (what: String, query: [Substring])?
        for line in script.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("-- @require ") {
                requirement = (String(line.dropFirst("-- @require ".count)), [])
                lines.append(line)
                continue
            }
            guard requirement != nil else {
                lines.append(line)
                continue
            }
            if line.hasPrefix("--") {
                lines.append(line)
                continue
            }
            requirement?.query.append(line)
            guard line.hasSuffix(";"), let ended = requirement else { continue }
            lines.append(
                contentsOf: refusal(ended.what, ended.query.joined(separator: "\n").dropLast()).split(separator: "\n"))
            requirement = nil
        }
        return lines.joined(separator: "\n")
    }

    private func refusal(_ what: String, _ query: Substring) -> String {
        switch dialect {
        case .sqlite:
            // The name of the check is what SQLite says.
            let name = "\"it needs \(what.replacing("\"", with: "\"\""))\""
            return """
                CREATE TEMP TABLE rosey_requirement (found INTEGER CONSTRAINT \(name) CHECK (found = 0));
                INSERT INTO rosey_requirement SELECT count(*) FROM (\(query));
                DROP TABLE rosey_requirement;
                """
        case .postgresql:
            let message = "it needs \(what)".replacing("'", with: "''").replacing("%", with: "%%")
            return """
                DO $rosey$ BEGIN IF EXISTS (\(query)) THEN RAISE EXCEPTION '\(message)'; END IF; END $rosey$;
                """
        }
    }

    private func text(_ title: String, _ script: String, _ hasOwnTransactions: Bool, _ record: String) -> String {
        var text = "-- \(title)\n"
        let script = enforced(script)
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
