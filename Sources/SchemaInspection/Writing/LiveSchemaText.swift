import SchemaKit

/// The schema.yaml of a live database, without anything that the language would refuse.
///
/// A database allows more than the language: a table without a key, a reference between two types. Of what is refused as
/// little as possible is left out: a default or a reference of a column, else a line, else what the line begins. Lines that
/// are left out stay as comments. (Where no table is left the language refuses the rest, too.)
public struct LiveSchemaText: Sendable {
    public private(set) var text: String
    /// What was left out, and why.
    public private(set) var omissions: [Remark] = []

    public init(_ live: LiveSchema) {
        var schema = live.schema
        var lines = YAMLLines(SchemaWriter.text(of: schema))
        while let (smaller, omission) = Self.withoutPart(schema, lines) {
            schema = smaller
            omissions.append(omission)
            lines = YAMLLines(SchemaWriter.text(of: schema))
        }
        // Each round leaves a line out at least.
        while let error = Self.errors(in: lines.text).first {
            guard let path = lines.leaveOut(error.span.start.line - 1) else { break }
            omissions.append(Remark(subject: path, text: "left out: \(error.message)"))
        }
        text = lines.text
    }

    private static func errors(in text: String) -> [Diagnostic] {
        SchemaLoader.load(SourceFile(path: "schema.yaml", bytes: Array(text.utf8))).diagnostics
            .filter { $0.severity == .error }
    }

    /// The schema without a part of a column that alone is refused; nothing where there is no such part.
    private static func withoutPart(_ schema: Schema, _ lines: YAMLLines) -> (Schema, Remark)? {
        let errors = errors(in: lines.text)
        for error in errors {
            guard let (table, column) = lines.column(at: error.span.start.line - 1),
                schema.tables.indices.contains(table), schema.tables[table].columns.indices.contains(column)
            else { continue }
            let name = schema.tables[table].columns[column].name
            for part in Part.allCases {
                var smaller = schema
                guard part.isRemoved(from: &smaller.tables[table], column),
                    Self.errors(in: SchemaWriter.text(of: smaller)).count < errors.count
                else { continue }
                return (
                    smaller,
                    Remark(
                        subject: "\(schema.tables[table].name).\(name)",
                        text: "its \(part.rawValue) is left out: \(error.message)")
                )
            }
        }
        return nil
    }

    /// What a column can do without.
    private enum Part: String, CaseIterable {
        case reference, `default`, numbering = "auto_increment", unique = "unique constraint", comment

        /// - Returns: whether the column had it.
        func isRemoved(from table: inout Table, _ column: Int) -> Bool {
            let before = table
            let name = table.columns[column].name
            switch self {
            case .reference: table.foreignKeys.removeAll { $0.columns == [name] }
            case .default: table.columns[column].defaultValue = nil
            case .numbering: table.columns[column].isAutoIncrement = false
            case .unique: table.uniques.removeAll { $0.columns == [name] }
            case .comment: table.columns[column].comment = nil
            }
            return table != before
        }
    }
}
