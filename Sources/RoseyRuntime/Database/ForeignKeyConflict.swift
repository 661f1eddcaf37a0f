/// In which way a statement conflicts with a foreign key.
enum ForeignKeyConflict {
    /// A row refers to one that does not exist.
    case missing
    /// A row goes, or gets another key, while others refer to it.
    case stillReferenced
}

extension DatabaseError {
    /// - Parameters:
    ///   - table: the table that has the foreign key.
    ///   - columns: the columns of the foreign key: `a, b`. The error tells them where a row that they refer to is missing,
    ///     as only then the row at hand has them.
    static func foreignKey(
        _ conflict: ForeignKeyConflict, constraint: ConstraintName?, table: String, columns: String?
    ) -> DatabaseError {
        switch conflict {
        case .missing:
            DatabaseError(
                .foreignKey, "the row that \(columns ?? "a foreign key") of \(table) refers to does not exist",
                constraint: constraint, table: table, column: columns)
        case .stillReferenced:
            DatabaseError(
                .foreignKey, "the row is still referenced by rows of \(table)", constraint: constraint, table: table)
        }
    }

    /// Where it is not known which foreign key it is.
    static let someForeignKey = DatabaseError(
        .foreignKey, "either a referenced row does not exist, or the row is still referenced: the database does not say"
    )
}
