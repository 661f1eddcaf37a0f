public import RoseyRuntime
public import SchemaKit
import SchemaSQL

/// Looks whether the columns of views are what the schema says they are: of that type, and never NULL unless they may be.
///
/// No database checks that when a view is made. PostgreSQL knows the types; SQLite knows those of columns that are a table's,
/// and of anything else only the values. So rows are put into the tables, one table after another, and each time the views
/// are looked at: what is NULL in one of these states is NULL where the tables are so.
public struct ViewCheck {
    private let schema: Schema
    private let database: Database
    private let dialect: Dialect
    private var mistakes: [ViewMistake] = []

    /// - Parameter database: one that has what the schema says, and no rows. It is left with rows in it.
    /// - Returns: the columns that are something else, in the order of the schema.
    /// - Throws: ``DatabaseError``
    public static func mistakes(in schema: Schema, _ database: Database) async throws -> [ViewMistake] {
        guard !schema.views.isEmpty else { return [] }
        let dialect = database.dialect
        var check = ViewCheck(schema: schema, database: database, dialect: dialect)
        try await check.lookAtTypes()
        await check.lookAtRows()
        for table in ReferenceOrder(schema.tables).tables {
            try await SampleRows(schema, dialect.sql).insert(7, into: table, database)
            await check.lookAtRows()
        }
        return check.mistakes.sorted { one, other in check.place(of: one) < check.place(of: other) }
    }

    private init(schema: Schema, database: Database, dialect: Dialect) {
        self.schema = schema
        self.database = database
        self.dialect = dialect
    }

    private func place(of mistake: ViewMistake) -> Int {
        let columns = schema.views.flatMap { view in view.columns.map { (view.name, $0.name) } }
        return columns.firstIndex { $0 == (mistake.view, mistake.column.name) } ?? columns.count
    }

    private mutating func note(_ kind: ViewMistake.Kind, _ column: SchemaKit.Column, _ view: View) {
        let isKnown = mistakes.contains { known in
            guard known.view == view.name, known.column.name == column.name else { return false }
            return switch (known.kind, kind) {
            case (.type, .type), (.null, .null): true
            default: false
            }
        }
        if !isKnown { mistakes.append(ViewMistake(view: view.name, column: column, kind: kind, dialect: dialect)) }
    }

    /// What the database itself says of a view's columns.
    private mutating func lookAtTypes() async throws {
        for view in schema.views {
            let columns = Statement(dialect.viewTypes, .read, table: view.name)
            let types = try await database.session.fetchAll(columns, { $0.bind(view.name, at: 1) }) { row in
                (name: try row.text(0), type: try row.text(1))
            }
            for column in view.columns {
                guard let found = types.first(where: { $0.name == column.name })?.type,
                    !dialect.readableTypes(of: column.type).contains(found.lowercased())
                else { continue }
                note(.type(found.lowercased()), column, view)
            }
        }
    }

    private mutating func lookAtRows() async {
        for view in schema.views {
            for column in view.columns {
                let name = dialect.sql.quote(column.name)
                let kinds = Statement(
                    "SELECT DISTINCT \(dialect.kindOfValue(name)) FROM \(dialect.sql.quote(view.name))", .read,
                    table: view.name)
                // Made-up values may be none that the query can calculate with.
                guard let found = try? await database.session.fetchAll(kinds, { _ in }, { try $0.text(0) }) else {
                    break
                }
                for kind in found {
                    if kind == "null" {
                        if !column.isNullable { note(.null, column, view) }
                    } else if !dialect.readableTypes(of: column.type).contains(kind) {
                        note(.type(kind), column, view)
                    }
                }
            }
        }
    }
}

/// A column of a view that is not what the schema says.
public struct ViewMistake: Sendable, CustomStringConvertible {
    enum Kind: Sendable {
        /// It is of this type.
        case type(String)
        /// It can be NULL.
        case null
    }

    public let view: String
    public let column: SchemaKit.Column
    let kind: Kind
    let dialect: Dialect

    public var description: String {
        let subject = "view \(view): column \(column.name)"
        let wanted = dialect.sql.typeName(column.type).split(separator: " COLLATE")[0]
        return switch kind {
        case .type(let type):
            "\(subject) is \(type) on \(dialect.title), and the schema says \(column.type); say another type, or convert it "
                + "in the query: CAST(… AS \(wanted))"
        case .null:
            "\(subject) can be NULL (on \(dialect.title) it was, with made-up rows or none), and the schema does not say "
                + "'nullable: true'; say so, or have the query give another value: coalesce(…, …)"
        }
    }
}

extension Dialect {
    /// A query for the names and types of a view's columns: on SQLite, of those that are columns of a table.
    fileprivate var viewTypes: String {
        switch self {
        // Newer ones give expressions a type too, of other names but for BLOB, which can mean any.
        case .sqlite: "SELECT name, type FROM pragma_table_xinfo(?) WHERE type IN ('INTEGER', 'REAL', 'TEXT')"
        case .postgresql:
            """
            SELECT a.attname::text, format_type(a.atttypid, NULL)
            FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND c.relname::text = ? AND a.attnum > 0 AND NOT a.attisdropped
            """
        }
    }

    /// An expression for what a value is: `null`, and where only values tell that, its type.
    fileprivate func kindOfValue(_ name: String) -> String {
        switch self {
        case .sqlite: "typeof(\(name))"
        case .postgresql:
            "CASE WHEN \(name) IS NULL THEN 'null' ELSE format_type(pg_typeof(\(name))::oid, NULL) END"
        }
    }

    /// The types whose values generated code reads as this one, without a change of the value.
    fileprivate func readableTypes(of type: ColumnType) -> Set<String> {
        switch self {
        case .sqlite:
            switch type {
            case .integer, .int32, .boolean: ["integer"]
            // A real without a fraction may be kept as an integer.
            case .real, .decimal, .timestamp: ["real", "integer"]
            case .blob, .uuid: ["blob"]
            case .string, .text, .date, .json, .enumeration: ["text"]
            }
        case .postgresql:
            switch type {
            case .integer, .int32: ["bigint", "integer", "smallint"]
            case .real: ["double precision", "real", "integer", "smallint"]
            case .decimal: ["numeric", "double precision", "real", "integer", "smallint"]
            case .boolean: ["boolean"]
            case .string, .text, .enumeration:
                ["text", "character varying", "character", "name", "json", "jsonb", "unknown"]
            case .blob: ["bytea"]
            case .timestamp: ["timestamp with time zone", "timestamp without time zone"]
            case .date: ["date"]
            case .uuid: ["uuid"]
            case .json: ["json", "jsonb"]
            }
        }
    }
}
