import Foundation
import RoseyRuntime
import SchemaKit

/// What SQLite says about the tables of a database, and what a schema makes expect, as lines that can be compared.
struct SQLiteIntrospection {
    let session: Session

    func lines() async throws -> Set<String> {
        var lines: Set<String> = []
        for row in try await rows(
            "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ) {
            let table = row[0]
            lines.insert("\(row[1]) \(table)\(row[2] == "1" ? " without rowid" : "")\(row[3] == "1" ? " strict" : "")")
            for column in try await rows(
                "SELECT cid, name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1)", table)
            {
                lines.insert(
                    row[1] == "view"
                        ? "column \(table) \(column[0]) \(column[1])"
                        : "column \(table) \(column.joined(separator: "|"))")
            }
            for index in try await rows(
                """
                SELECT l.name, l."unique", l.partial, (
                    SELECT group_concat(coalesce(name, '()') || CASE WHEN "desc" THEN ' desc' ELSE '' END)
                    FROM (SELECT * FROM pragma_index_xinfo(l.name) WHERE key ORDER BY seqno))
                FROM pragma_index_list(?1) l WHERE l.origin = 'c'
                """, table)
            { lines.insert("index \(table) \(index.joined(separator: "|"))") }
            for key in try await rows(
                """
                SELECT "table", group_concat("from"), group_concat("to"), on_update, on_delete
                FROM (SELECT * FROM pragma_foreign_key_list(?1) ORDER BY id, seq) GROUP BY id
                """, table)
            { lines.insert("reference \(table) \(key.joined(separator: "|"))") }
        }
        return lines
    }

    private func rows(_ sql: String, _ arguments: String...) async throws -> [[String]] {
        try await session.fetchAll(
            Statement(sql, .read, table: ""),
            { for (number, argument) in arguments.enumerated() { $0.bind(argument, at: Int32(number + 1)) } },
            { row in try (0..<row.count).map { row.isNull($0) ? "NULL" : try row.text($0) } })
    }
}

extension SQLiteIntrospection {
    static func lines(of schema: Schema) -> Set<String> {
        var lines: Set<String> = []
        for table in schema.tables {
            let options =
                (table.sqlite.isWithoutRowID ? " without rowid" : "") + (table.sqlite.isStrict ? " strict" : "")
            lines.insert("table \(table.name)\(options)")
            for (number, column) in table.columns.enumerated() {
                lines.insert("column \(table.name) \(number)|\(describe(column, table))")
            }
            for unique in table.uniques {
                let columns = unique.columns.joined(separator: ",")
                lines.insert("index \(table.name) \(unique.name)|1|\(unique.predicate == nil ? "0" : "1")|\(columns)")
            }
            for index in table.indexes {
                let flags = "\(index.isUnique ? "1" : "0")|\(index.predicate == nil ? "0" : "1")"
                lines.insert("index \(table.name) \(index.name)|\(flags)|\(describe(index.terms))")
            }
            for key in table.foreignKeys {
                let columns = key.columns.joined(separator: ",") + "|" + key.referencedColumns.joined(separator: ",")
                let actions = "\(key.onUpdate.rawValue)|\(key.onDelete.rawValue)".uppercased()
                lines.insert("reference \(table.name) \(key.referencedTable)|\(columns)|\(actions)")
            }
        }
        for view in schema.views {
            lines.insert("view \(view.name)")
            for (number, column) in view.columns.enumerated() {
                lines.insert("column \(view.name) \(number) \(column.name)")
            }
        }
        return lines
    }

    private static func describe(_ column: SchemaKit.Column, _ table: Table) -> String {
        let type =
            switch column.type {
            case .integer, .int32, .boolean: "INTEGER"
            case .real, .decimal, .timestamp: "REAL"
            case .blob, .uuid: "BLOB"
            case .string, .text, .date, .json, .enumeration: "TEXT"
            }
        let key = (table.primaryKey?.columns.firstIndex(of: column.name)).map { "\($0 + 1)" } ?? "0"
        let hidden = column.generated.map { $0.isStored ? "3" : "2" } ?? "0"
        return [
            column.name, type, column.isNullable ? "0" : "1",
            describe(column.defaultValue, column.type), key, hidden,
        ].joined(separator: "|")
    }

    private static func describe(_ value: DefaultValue?, _ type: ColumnType) -> String {
        switch value {
        case nil: "NULL"
        case .expression(let text):
            switch type {
            case .decimal(_, 0): "round((\(text[.sqlite])))"
            case .decimal(_, let scale): "round((\(text[.sqlite])) * \(Self.power(scale))) / \(Self.power(scale)).0"
            case .timestamp where text[.sqlite] != "unixepoch()": "round((\(text[.sqlite])) * 1000000) / 1000000.0"
            default: text[.sqlite]
            }
        case .literal(.integer(let value)): "\(value)"
        case .literal(.real(let value)): "\(value)"
        case .literal(.boolean(let value)): value ? "1" : "0"
        case .literal(.text(let value)), .literal(.json(let value)), .literal(.date(let value)):
            "'" + value.replacingOccurrences(of: "'", with: "''") + "'"
        case .literal(.decimal(let digits)): quotient(Decimal(string: digits) ?? 0)
        case .literal(.blob(let bytes)): "X'" + bytes.map { String(format: "%02x", $0) }.joined() + "'"
        case .literal(.uuid(let text)): "X'" + text.replacingOccurrences(of: "-", with: "") + "'"
        case .literal(.timestamp(let microseconds)): quotient(Decimal(microseconds) / 1_000_000)
        }
    }

    /// A decimal number as a whole one divided by a power of ten.
    private static func quotient(_ number: Decimal) -> String {
        let digits = "\(number)"
        guard let point = digits.firstIndex(of: ".") else { return digits }
        let scale = digits.distance(from: point, to: digits.endIndex) - 1
        return "\(number * (Decimal(string: power(scale)) ?? 1)) / \(power(scale)).0"
    }

    private static func power(_ scale: Int) -> String { "1" + String(repeating: "0", count: scale) }

    private static func describe(_ terms: [SchemaKit.Index.Term]) -> String {
        terms.map { term in
            let name = if case .column(let name) = term.key { name } else { "()" }
            return term.isDescending ? name + " desc" : name
        }.joined(separator: ",")
    }
}
