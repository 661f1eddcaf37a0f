import SchemaKit

/// The revisions of the package, embedded so that an application can migrate without its source files.
struct MigrationsFile {
    let schema: NamedSchema
    let revisions: [RevisionFolder]
    /// What the schema has and no revision makes, in words.
    let unrevised: [String]

    var contents: String {
        var code = CodePrinter(title: "The revisions in Generated/Migrations.", schema)
        code.print()
        code.document("All revisions, for `try await db.migrate(migrations)`.")
        guard !revisions.isEmpty else {
            code.print("\(code.access)nonisolated let migrations: [Revision] = []")
            return code.text
        }
        let heads = RevisionFolder.heads(of: revisions)
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
                    if !revision.baselines.isEmpty { print(revision.baselines, &code) }
                    if !unrevised.isEmpty, heads.contains(revision) {
                        code.list("unrevised: [", unrevised.map(SwiftLiteral.string), "],")
                    }
                    for dialect in Dialect.allCases {
                        print(
                            dialect, revision.scripts[dialect], dialect == Dialect.allCases.last ? "" : ",",
                            hasOwn: revision.hasOwnTransactions(dialect), &code)
                    }
                }
                code.print(number < revisions.count - 1 ? ")," : ")")
            }
        }
        code.print("]")
        return code.text
    }

    private func print(
        _ dialect: Dialect, _ script: RevisionFolder.Script, _ tail: String, hasOwn: Bool = false,
        _ code: inout CodePrinter
    ) {
        code.print("\(dialect.rawValue): Revision.Script(")
        code.indented { code in
            code.rawLiteral("up: ", script.up, ",")
            code.rawLiteral("down: ", script.down, hasOwn ? "," : ")" + tail)
            if hasOwn { code.print("hasOwnTransactions: true)" + tail) }
        }
    }

    private func print(_ baselines: [BaselineFolder], _ code: inout CodePrinter) {
        func list(_ names: [String]) -> String { "[\(names.map(SwiftLiteral.string).joined(separator: ", "))]" }
        code.print("baselines: [")
        code.indented { code in
            for baseline in baselines {
                code.print("Baseline(")
                code.indented { code in
                    code.print("id: \(SwiftLiteral.string(baseline.id)),")
                    code.print("message: \(SwiftLiteral.string(baseline.message)),")
                    code.print("tables: [")
                    code.indented { code in
                        for table in baseline.tables {
                            code.print("Baseline.Table(")
                            code.indented { code in
                                code.print("name: \(SwiftLiteral.string(table.name)),")
                                code.list("columns: [", table.columns.map(SwiftLiteral.string), "],")
                                code.print("laterColumns: \(list(table.laterColumns)),")
                                code.print("isLater: \(table.isLater)),")
                            }
                        }
                    }
                    code.print("],")
                    let scripts = Dialect.allCases.compactMap { dialect in
                        baseline.scripts[dialect].map { (dialect, $0) }
                    }
                    code.list("leftovers: [", baseline.leftovers.map(SwiftLiteral.string), "],")
                    for (number, (dialect, script)) in scripts.enumerated() {
                        print(dialect, script, number == scripts.count - 1 ? ")," : ",", &code)
                    }
                }
            }
        }
        code.print("],")
    }
}
