import RoseyRuntime
import SchemaKit
import SchemaSQL

/// Rows for a database that has none: different in every column that must differ, NULL here and there, and referring to
/// one another as the schema wants it.
package struct SampleRows {
    let schema: Schema
    private let dialect: any SQLDialect

    package init(_ schema: Schema, _ dialect: any SQLDialect) {
        self.schema = schema
        self.dialect = dialect
    }

    /// Puts rows into every table, parents before children. What a table's checks refuse is left out: nobody but the
    /// database can read those.
    ///
    /// - Returns: the tables that got none.
    @discardableResult
    package func insert(_ count: Int, into db: Database) async throws -> [String] {
        var empty: [String] = []
        for table in ReferenceOrder(schema.tables).tables where try await insert(count, into: table, db) == 0 {
            empty.append(table.name)
        }
        return empty
    }

    /// Puts rows into a table, which may refer to rows of others that are there.
    ///
    /// - Returns: how many there are.
    @discardableResult
    package func insert(_ count: Int, into table: Table, _ db: Database) async throws -> Int {
        var made = 0
        for number in 0..<(table.isSingleton ? 1 : count) where try await insertRow(number, into: table, db) {
            made += 1
        }
        return made
    }

    private func insertRow(_ number: Int, into table: Table, _ db: Database) async throws -> Bool {
        for attempt in 0..<4 {
            do {
                try await db.session.execute(Statement(insertSQL(number, table, attempt), .write, table: "")) { _ in }
                return true
            } catch let error as DatabaseError where error.isRefusal {
                continue
            }
        }
        return false
    }

    private func insertSQL(_ number: Int, _ table: Table, _ attempt: Int) -> String {
        var columns: [String] = []
        var values: [String] = []
        for (position, column) in table.columns.enumerated() where column.generated == nil {
            // Its own numbers now and then, so that the sequence moves.
            if column.isAutoIncrement, number % 3 != 0 { continue }
            columns.append(dialect.quote(column.name))
            values.append(value(of: column, in: table, position, number, attempt))
        }
        let name = dialect.quote(table.name)
        if columns.isEmpty { return "INSERT INTO \(name) DEFAULT VALUES" }
        return "INSERT INTO \(name) (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }

    /// - Parameter depth: how many references have been followed to the column: those in a circle end nowhere.
    private func value(
        of column: SchemaKit.Column, in table: Table, _ position: Int, _ number: Int, _ attempt: Int, depth: Int = 0
    ) -> String {
        let isKey = table.primaryKey?.columns.contains(column.name) == true
        if table.isSingleton, isKey { return "1" }
        if depth <= schema.tables.reduce(0, { $0 + $1.columns.count }),
            let key = table.foreignKeys.first(where: { $0.columns.contains(column.name) })
        {
            // The parent's values are made from the same numbers. Of one's own table, only rows that are there already.
            if column.isNullable, number % 2 == 1 || key.referencedTable == table.name || attempt > 1 { return "NULL" }
            if let place = key.columns.firstIndex(of: column.name),
                let parent = schema.table(named: key.referencedTable),
                let referenced = parent.column(named: key.referencedColumns[place]),
                let referencedPosition = parent.columns.firstIndex(of: referenced)
            {
                let isIdentity = referenced.isAutoIncrement
                return isIdentity
                    ? "\(number + 1)"
                    : self.value(of: referenced, in: parent, referencedPosition, number, 0, depth: depth + 1)
            }
        }
        if column.isNullable, !isKey, (number + position) % 4 == 3 { return "NULL" }
        // A default is a value that somebody thought of, and likely to satisfy the checks.
        if attempt == 1, !isKey, let value = column.defaultValue { return dialect.text(of: value, for: column.type) }
        return dialect.literal(literal(of: column.type, column.isAutoIncrement ? number + 1 : number, attempt))
    }

    private func literal(of type: ColumnType, _ number: Int, _ attempt: Int) -> Literal {
        let seed = attempt == 3 ? 1 : number + 100 * attempt
        func pad(_ length: Int) -> String {
            let digits = String(seed)
            return String(repeating: "0", count: max(0, length - digits.count)) + digits
        }
        switch type {
        case .integer, .int32: return .integer(Int64(seed))
        case .real: return .real(Double(seed) + 0.5)
        case .boolean: return .boolean(seed % 2 == 1)
        case .decimal(let precision, let scale):
            let limit = (0..<min(precision - scale, 15)).reduce(1) { product, _ in product * 10 }
            let whole = String(seed % limit)
            return .decimal(
                scale == 0 ? whole : whole + "." + String(repeating: "0", count: scale - 1) + "\(seed % 10)")
        case .string(let length):
            // Letters of which some have more than one byte.
            let text = "é\(seed) it's"
            return .text(String(text.unicodeScalars.prefix(length).map(Character.init)))
        case .text: return .text("text \(seed)\nof 'two' \"lines\" ☃")
        case .enumeration(let words): return .text(words[seed % words.count])
        case .blob: return .blob([0, UInt8(truncatingIfNeeded: seed), 255])
        case .timestamp: return .timestamp(1_700_000_000_000_000 + Int64(seed) * 1_000_001)
        case .date: return .date("20\(pad(2).suffix(2))-02-28")
        case .uuid: return .uuid("00000000-0000-4000-8000-\(pad(12))")
        case .json: return .json("{\"n\":\(seed)}")
        }
    }
}

extension DatabaseError {
    /// Whether it is the row that was at fault.
    fileprivate var isRefusal: Bool {
        [.unique, .foreignKey, .check, .notNull, .tooLong, .typeMismatch].contains(code) || code == .other
    }
}
