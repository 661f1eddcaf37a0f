/// The names of all files that are generated.
///
/// The list is fixed: a build plan names them before the schema is read, and is not made again when only the schema changes.
/// This source belongs to the plugin as well, by a link there, as plugins can import no module of the package.
enum GeneratedFileNames {
    static let all = [
        "Models.generated.swift",
        "Drafts.generated.swift",
        "Validation.generated.swift",
        "Columns.generated.swift",
        "Changes.generated.swift",
        "Statements.generated.swift",
        "Repositories.generated.swift",
        "Constraints.generated.swift",
        "Schema.generated.swift",
        "Migrations.generated.swift",
    ]
}
