import SchemaKit

/// The revisions of the package, embedded so that an application can migrate without its source files.
struct MigrationsFile {
    let schema: NamedSchema
    let revisions: [RevisionFolder]

    var contents: String {
        var code = CodePrinter(title: "The revisions in Generated/Migrations.", schema)
        code.print()
        code.document("All revisions, for `try await db.migrate(migrations)`.")
        guard !revisions.isEmpty else {
            code.print("\(code.access)nonisolated let migrations: [Revision] = []")
            return code.text
        }
        code.print("\(code.access)nonisolated let migrations: [Revision] = [")
        code.indented { code in
            for (number, revision) in revisions.enumerated() {
                code.print("Revision(")
                code.indented { code in
                    code.print("id: \(SwiftLiteral.string(revision.id)),")
                    code.print("parents: [\(revision.parents.map(SwiftLiteral.string).joined(separator: ", "))],")
                    code.print("message: \(SwiftLiteral.string(revision.message)),")
                    if let reason = revision.irreversible {
                        code.print("irreversible: \(SwiftLiteral.string(reason)),")
                    }
                    if !revision.replaces.isEmpty {
                        code.print("replaces: [\(revision.replaces.map(SwiftLiteral.string).joined(separator: ", "))],")
                    }
                    code.print("sqlite: Revision.Script(")
                    code.indented { code in
                        code.rawLiteral("up: ", revision.sqlite.up, ",")
                        code.rawLiteral("down: ", revision.sqlite.down, "),")
                    }
                    code.print("postgresql: Revision.Script(")
                    code.indented { code in
                        code.rawLiteral("up: ", revision.postgresql.up, ",")
                        let end = revision.hasOwnTransactions ? "," : ")"
                        code.rawLiteral("down: ", revision.postgresql.down, end)
                        if revision.hasOwnTransactions { code.print("hasOwnTransactions: true)") }
                    }
                }
                code.print(number < revisions.count - 1 ? ")," : ")")
            }
        }
        code.print("]")
        return code.text
    }
}
