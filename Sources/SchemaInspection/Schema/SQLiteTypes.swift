import SchemaKit
import SchemaSQL

/// The types of columns, from what SQLite has of them: a declared type and a check.
struct SQLiteTypes {
    private let dialect = SQLiteDialect()

    /// The type of which this is the check, for a column whose type was declared so.
    func type(of column: SchemaKit.Column, _ declared: String, by check: SQLiteTableText.Check) -> ColumnType? {
        candidates(check).first { candidate in
            guard dialect.typeName(candidate) == declared.uppercased() else { return false }
            var typed = column
            typed.type = candidate
            guard let expected = dialect.typeCheck(typed) else { return false }
            return DefinitionText(expected).normal == check.condition
        }
    }

    /// The type that is declared so and needs no check.
    func type(_ declared: String) -> ColumnType? {
        switch declared.uppercased() {
        case "INTEGER": .integer
        case "REAL": .real
        case "TEXT": .text
        case "BLOB": .blob
        default: nil
        }
    }

    /// The types that a check might stand for.
    private func candidates(_ check: SQLiteTableText.Check) -> [ColumnType] {
        let numbers = check.tokens.filter { $0.kind == .number }.compactMap { Int($0.text) }
        let words = check.tokens.filter { $0.kind == .string }.map(\.text)
        var candidates: [ColumnType] = [.boolean, .int32, .timestamp, .date, .uuid, .json]
        candidates += Set(numbers).filter { $0 > 0 }.map { .string(maxLength: $0) }
        if !words.isEmpty { candidates.append(.enumeration(words)) }
        if check.tokens.contains(where: { $0.isWord("round") }) {
            candidates += (1...15).flatMap { precision in
                (0...precision).map { .decimal(precision: precision, scale: $0) }
            }
        }
        return candidates
    }

    /// By SQLite's own rules for what a declared type is stored as.
    func nearest(_ declared: String) -> ColumnType {
        let numbers = declared.split { !$0.isNumber }.compactMap { Int($0) }
        if declared.contains("BOOL") { return .boolean }
        if declared.contains("INT") { return .integer }
        if declared.contains("CHAR") {
            if let length = numbers.first, length > 0 { return .string(maxLength: length) }
            return .text
        }
        if declared.contains("CLOB") || declared.contains("TEXT") { return .text }
        if declared.contains("BLOB") { return .blob }
        if ["REAL", "FLOA", "DOUB"].contains(where: declared.contains) { return .real }
        if declared.contains("JSON") { return .json }
        if declared.hasPrefix("DATE") && !declared.contains("TIME") { return .date }
        if declared.contains("TIME") || declared.contains("UUID") { return .text }
        if ["DEC", "NUM"].contains(where: declared.hasPrefix), let precision = numbers.first,
            (1...15).contains(precision)
        {
            return .decimal(precision: precision, scale: min(numbers.dropFirst().first ?? 0, precision))
        }
        return declared.contains("NUM") ? .real : .text
    }
}
