import SchemaKit

extension SchemaDifference {
    /// What goes and what comes that could be the same under another name, because it is of the same kind. Only a person
    /// can say.
    public var possibleRenames: [RenameDecision] {
        var possible: [RenameDecision] = []
        for table in dropped {
            let columns = Self.shape(table)
            for other in created where Self.shape(other) == columns {
                possible.append(RenameDecision(table: nil, from: table.name, to: other.name))
            }
        }
        for table in tables {
            let dropped = table.changes.compactMap { if case .dropColumn(let column, _) = $0 { column } else { nil } }
            let added = table.changes.compactMap { if case .addColumn(let column, _) = $0 { column } else { nil } }
            for column in dropped where column.generated == nil {
                for other in added where other.type == column.type && other.generated == nil {
                    possible.append(RenameDecision(table: table.name, from: column.name, to: other.name))
                }
            }
        }
        return possible
    }

    private static func shape(_ table: Table) -> [String] {
        table.columns.map { "\($0.name) \($0.type)" }.sorted()
    }
}
