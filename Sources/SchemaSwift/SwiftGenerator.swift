public import SchemaKit

/// Makes the source files of a models target from a schema and its revisions.
public enum SwiftGenerator {
    /// The names of all files, always the same: a build plan names them before the schema is read.
    public static let fileNames = [
        "Models.generated.swift",
        "Drafts.generated.swift",
        "Columns.generated.swift",
        "Changes.generated.swift",
        "Statements.generated.swift",
        "Repositories.generated.swift",
        "Schema.generated.swift",
        "Migrations.generated.swift",
    ]

    /// - Throws: ``NamingErrors`` where names of the schema cannot be Swift names side by side.
    public static func generate(_ schema: Schema, revisions: [RevisionFolder]) throws(NamingErrors) -> [GeneratedFile] {
        let named = try NamedSchema(schema)
        let contents = [
            ModelsFile(schema: named).contents,
            DraftsFile(schema: named).contents,
            ColumnsFile(schema: named).contents,
            ChangesFile(schema: named).contents,
            StatementsFile(schema: named).contents,
            RepositoriesFile(schema: named).contents,
            SchemaFile(schema: named).contents,
            MigrationsFile(revisions: revisions).contents,
        ]
        return zip(fileNames, contents).map { GeneratedFile(name: $0, contents: $1) }
    }
}

extension CodePrinter {
    /// Starts a file of generated code.
    init(title: String) {
        self.init()
        print("// Generated from schema.yaml; edit that instead. \(title)")
        print()
        print("public import RoseyRuntime")
    }
}
