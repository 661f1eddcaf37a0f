/// A key that a mapping of the schema language can have. What checks keys reads these descriptions, and so can whatever
/// documents or completes them.
struct Key: Sendable {
    enum Value: Sendable {
        case text, boolean, type, literal, sql
        case list
        case mapping([Key])
        /// Names chosen by the user, each with a value.
        case named
    }

    let name: String
    let value: Value
    /// What it is for, in a sentence.
    let summary: String
    let isRequired: Bool

    init(_ name: String, _ value: Value, _ summary: String, isRequired: Bool = false) {
        self.name = name
        self.value = value
        self.summary = summary
        self.isRequired = isRequired
    }
}

/// The keys of the schema language.
enum SchemaKeys {
    static let schema = [
        Key("tables", .named, "The tables, in order, each under its name.", isRequired: true)
    ]

    static let table = [
        Key("comment", .text, "What a row is, for the generated documentation and for the database."),
        Key("model", .text, "The name of the Swift type of a row, where the one made from the table's is not wanted."),
        Key("singleton", .boolean, "The table has exactly one row, whose key is 1."),
        Key("columns", .named, "The columns, in order, each under its name.", isRequired: true),
        Key("primary_key", .list, "The columns that identify a row together; for one column, write it there."),
        Key("unique", .named, "Columns whose values no two rows share, under the name of the constraint."),
        Key("indexes", .named, "The indexes, each under its name."),
        Key("checks", .named, "Conditions in SQL that every row satisfies, each under its name."),
    ]

    static let column = [
        Key("type", .type, "What the column holds.", isRequired: true),
        Key("nullable", .boolean, "The column may be NULL, which is nil in Swift. Without it, it never is."),
        Key("default", .literal, "The value of a row that does not give one."),
        Key("primary_key", .boolean, "The column alone identifies a row."),
        Key("auto_increment", .boolean, "The database numbers the rows and never uses a number again."),
        Key("unique", .boolean, "No two rows have the same value."),
        Key("comment", .text, "What the value is, for the generated documentation and for the database."),
    ]

    static let index = [
        Key("columns", .list, "The columns, each alone or followed by 'asc' or 'desc'.", isRequired: true),
        Key("unique", .boolean, "No two rows have the same values."),
        Key("where", .sql, "A condition in SQL; only rows that satisfy it are in the index."),
    ]

    static let unique = [
        Key("columns", .list, "The columns.", isRequired: true),
        Key("where", .sql, "A condition in SQL; only rows that satisfy it are compared."),
    ]

    static let dialects = [
        Key("sqlite", .text, "The SQL for SQLite.", isRequired: true),
        Key("postgresql", .text, "The SQL for PostgreSQL.", isRequired: true),
    ]

    static let revision = [
        Key("id", .text, "The revision's id.", isRequired: true),
        Key("parents", .list, "The ids of the revisions that it comes after.", isRequired: true),
        Key("message", .text, "What it does, in a line.", isRequired: true),
    ]
}
