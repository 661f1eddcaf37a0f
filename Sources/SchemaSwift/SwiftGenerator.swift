public import SchemaKit

/// Makes the source files of a models target from a schema and its revisions.
public enum SwiftGenerator {
    /// The names of all files, always the same.
    public static let fileNames = GeneratedFileNames.all

    /// - Parameter unrevised: what the schema has and no revision makes, in words.
    /// - Throws: ``NamingErrors`` where names of the schema cannot be Swift names side by side.
    public static func generate(
        _ schema: Schema, revisions: [RevisionFolder], unrevised: [String] = []
    ) throws(NamingErrors) -> [GeneratedFile] {
        let named = try NamedSchema(schema)
        let contents = onAllCores([
            { ModelsFile(schema: named).contents },
            { DraftsFile(schema: named).contents },
            { ValidationFile(schema: named).contents },
            { ColumnsFile(schema: named).contents },
            { ChangesFile(schema: named).contents },
            { StatementsFile(schema: named).contents },
            { RepositoriesFile(schema: named).contents },
            { ConstraintsFile(schema: named).contents },
            { SchemaFile(schema: named).contents },
            { MigrationsFile(schema: named, revisions: revisions, unrevised: unrevised).contents },
        ])
        return zip(fileNames, contents).map { GeneratedFile(name: $0, contents: $1) }
    }

    /// Every name that cannot be a Swift name beside the others. For a schema with mistakes, as far as it could be read.
    public static func checkNames(_ schema: Schema) -> [Diagnostic] {
        NameCheck.check(NamedSchema(unchecked: schema))
    }

    /// The schema with names of their own in Swift for the tables, views and columns whose names ``checkNames(_:)`` refuses.
    public static func withAcceptableNames(_ schema: Schema) -> Schema { AcceptableNames.given(to: schema) }

    /// The Swift type of a column of this type, unless the schema names one; an enum's is made for it.
    public static func swiftType(of type: ColumnType) -> String {
        if case .enumeration = type { "enum" } else { ColumnCode(type).swiftType }
    }
}
