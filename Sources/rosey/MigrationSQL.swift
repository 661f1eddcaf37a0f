import ExactText
import RoseyRuntime

/// Migrations as a text for people who run SQL themselves: what `upgrade` and `downgrade` would run, with the record.
struct MigrationSQL {
    let dialect: Dialect

    func upgrade(_ revisions: [Revision]) throws -> String {
        try MigrationRecord.preamble(dialect)
            + revisions.map { revision in
                let script = revision.scripts[dialect]
                return try text(
                    "revision \(revision.id): \(revision.message)", script.up, script.hasOwnTransactions,
                    MigrationRecord.sql(applying: revision, dialect))
            }.joined(separator: "\n")
    }

    func downgrade(_ revisions: [AppliedRevision]) throws -> String {
        try MigrationRecord.preamble(dialect)
            + revisions.map { revision in
                try text(
                    "back from revision \(revision.id): \(revision.message)", revision.down,
                    revision.hasOwnTransactions,
                    MigrationRecord.sql(takingBack: revision, dialect))
            }.joined(separator: "\n")
    }

    /// The script with its requirements as commands that fail where rows are in the way: whoever runs the text does not look
    /// at what a query finds.
    ///
    /// - Throws: for what SQL alone cannot say.
    private func enforced(_ script: String, _ title: String) throws -> String {
        let commands = try dialect.commands(of: script)
        if commands.contains(where: { $0.condition != nil }) {
            throw Refusal("\(title): it has commands that are run on a condition (@if), which SQL alone cannot say")
        }
        guard commands.contains(where: { $0.refusal != nil }) else {
            // What comes after the script is another command.
            let isEnded = try dialect.commands(of: script + "\nSELECT 1").count > commands.count
            return isEnded ? script : script + "\n;"
        }
        // Requirements come before anything is written.
        let requirements = commands.filter { $0.directive == .require }
        return (requirements + commands.filter { $0.directive != .require }).map { command in
            guard let reason = command.refusal else { return ended(command.text) }
            return command.text[..<command.body.startIndex] + refusal(reason, command.body)
        }.joined(separator: "\n")
    }

    /// A semicolon would belong to a comment at the end.
    private func ended(_ command: String) -> String { command + (command.has(part: "--") ? "\n;" : ";") }

    private func refusal(_ reason: String, _ query: Substring) -> String {
        switch dialect {
        case .sqlite:
            // The name of the check is what SQLite says.
            let name = SQLQuoting.name(reason)
            return """
                CREATE TEMP TABLE rosey_requirement (found INTEGER CONSTRAINT \(name) CHECK (found = 0));
                INSERT INTO rosey_requirement SELECT count(*) FROM (\(query)
                );
                DROP TABLE rosey_requirement;
                """
        case .postgresql:
            // The query may have quotes of this kind itself.
            var name = "rosey"
            while query.utf8.firstRange(of: "$\(name)$".utf8) != nil { name += "_" }
            let tag = "$\(name)$"
            let message = SQLQuoting.text(reason.replacing("%", by: "%%"))
            return """
                DO \(tag)
                #variable_conflict use_column
                BEGIN IF EXISTS (\(query)
                ) THEN RAISE EXCEPTION \(message); END IF; END \(tag);
                """
        }
    }

    private func text(_ title: String, _ script: String, _ hasOwnTransactions: Bool, _ record: String) throws -> String
    {
        var text = "-- \(title.onOneLine)\n"
        text += MigrationRecord.readingTexts(dialect)
        let script = try enforced(script, title)
        text += MigrationRecord.restoringNames(inTransaction: false, dialect)
        let record =
            MigrationRecord.readingTexts(dialect) + MigrationRecord.restoringNames(inTransaction: true, dialect)
            + record
        text += PerDialect(sqlite: "PRAGMA foreign_keys = OFF;\n", postgresql: "")[dialect]
        if hasOwnTransactions {
            text += script + "\nBEGIN;\n" + record + "COMMIT;\n"
        } else {
            text += "BEGIN;\n" + script + (script.hasSuffix("\n") ? "" : "\n") + record + "COMMIT;\n"
        }
        return text
            + PerDialect(sqlite: "PRAGMA foreign_key_check;\nPRAGMA foreign_keys = ON;\n", postgresql: "")[dialect]
    }
}

extension ScriptCommand {
    /// What is wrong where the query finds something, if that matters.
    fileprivate var refusal: String? {
        switch directive {
        case .require: "it needs \(comment)"
        case .verify: "it does not hold that \(comment)"
        default: nil
        }
    }
}
