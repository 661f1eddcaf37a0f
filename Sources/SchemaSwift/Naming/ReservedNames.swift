/// Names that mean something else in generated code.
enum ReservedNames {
    /// Types that generated code mentions by their bare names, and those that each model has inside.
    static let types: Set<String> = [
        "Actor", "Any", "Assignable", "Assignments", "Bool", "CalendarDate", "CaseIterable", "Changes", "Codable",
        "CodingKeys", "Column", "Columns", "ConflictTarget", "ConstraintName", "DatabaseAccess", "DatabaseError",
        "Date", "Decimal",
        "Dialect",
        "Double", "Draft", "GeneratedSchema", "Hashable", "ID", "Identifiable", "Int", "Int32", "JSON", "JoinedUpsert",
        "JSONColumnValue", "Model",
        "NullableColumn", "Parameters", "Protocol", "RawColumnValue", "Repository", "Revision", "RoseyRuntime", "Row",
        "RowChanges", "RowModel", "SQLWord", "Self", "Sendable", "Sequence", "Settable", "SingletonRepository",
        "Statement",
        "StatementBlock", "String", "TableModel", "Type", "UInt8", "UUID", "ValidationIssue", "ViewRepository", "Void",
    ]

    /// The members that a database or a transaction has anyway.
    static let properties: Set<String> = [
        "close", "create", "description", "dialect", "logger", "migrate", "read", "session", "transaction", "url",
    ]

    /// The members that models, drafts and changes have anyway.
    static let columns: Set<String> = [
        "_assignments", "_dialect", "assign", "assignable", "hashValue", "unreadable", "validate",
    ]
}
