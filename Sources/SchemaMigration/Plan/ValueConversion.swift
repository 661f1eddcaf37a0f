import SchemaKit
import SchemaSQL

/// How the values of a column become values of another type. Nothing changes silently: a value that has no equal in the
/// new type keeps the migration from starting.
struct ValueConversion {
    /// The value in the new type, from the column's old one.
    let expression: String
    /// Which values have an equal; `nil` where all have.
    let condition: String?
    /// Which servers can be asked that; `nil` where all can. Others find the first value without an equal when they convert it.
    let askable: String?

    /// - Parameter column: the column, quoted.
    /// - Returns: `nil` where one type has nothing to do with the other.
    init?(_ column: String, from old: ColumnType, to new: ColumnType, _ dialect: any SQLDialect) {
        let rule: (expression: String, condition: String?)?
        switch dialect.system {
        case .sqlite: rule = Self.sqlite(column, old, new)
        case .postgresql: rule = Self.postgresql(column, old, new, dialect)
        }
        guard let rule else { return nil }
        expression = rule.expression
        condition = rule.condition
        askable =
            switch (old, new) {
            case (.text, .json), (.string, .json):
                PerDialect(
                    sqlite: nil, postgresql: "pg_catalog.current_setting('server_version_num')::integer >= 160000")[
                        dialect.system]
            default: nil
            }
    }

    /// Whether every value of a type is one of the other as it is stored.
    static func isWidening(_ old: ColumnType, _ new: ColumnType) -> Bool {
        switch (old, new) {
        case (.int32, .integer), (.string, .text), (.enumeration, .text): true
        case (.string(let old), .string(let new)): old <= new
        case (.enumeration(let old), .enumeration(let new)): Set(old).isSubset(of: new)
        case (.enumeration(let words), .string(let length)): words.allSatisfy { $0.unicodeScalars.count <= length }
        case (.decimal(let precision, let scale), .decimal(let newPrecision, let newScale)):
            newScale >= scale && newPrecision - newScale >= precision - scale
        default: old == new
        }
    }

    // MARK: - SQLite

    private static func sqlite(
        _ x: String, _ old: ColumnType, _ new: ColumnType
    ) -> (expression: String, condition: String?)? {
        if isWidening(old, new) { return (x, nil) }
        switch (old, new) {
        case (.boolean, .integer), (.boolean, .int32): return (x, nil)
        // Comparing a text with a number reads the text as one, if it is one.
        case (.integer, .int32), (.real, .integer), (.real, .int32), (.decimal, .integer), (.decimal, .int32),
            (.string, .integer), (.string, .int32), (.text, .integer), (.text, .int32), (.timestamp, .integer):
            let number = "CAST(\(x) AS INTEGER)"
            let range = new == .int32 ? " AND \(number) BETWEEN -2147483648 AND 2147483647" : ""
            // PostgreSQL takes '5.0' for no whole number.
            let digits: String
            switch old {
            case .string, .text: digits = " AND \(x) NOT GLOB '*.*'"
            default: digits = ""
            }
            return (number, "\(x) = \(number)\(digits)\(range)")
        case (.integer, .boolean), (.int32, .boolean): return (x, "\(x) IN (0, 1)")
        case (.string, .boolean), (.text, .boolean):
            return ("lower(\(x)) = 'true'", "lower(\(x)) IN ('true', 'false')")
        case (.int32, .real), (.decimal, .real): return ("CAST(\(x) AS REAL)", nil)
        case (.integer, .real): return ("CAST(\(x) AS REAL)", "\(x) = CAST(\(x) AS REAL)")
        case (.string, .real), (.text, .real):
            // Greater ones would be infinite.
            let number = "CAST(\(x) AS REAL)"
            return (number, "\(x) = \(number) AND abs(\(number)) <= 1.7976931348623157e308")
        case (.integer, .decimal(let precision, let scale)), (.int32, .decimal(let precision, let scale)),
            (.real, .decimal(let precision, let scale)), (.string, .decimal(let precision, let scale)),
            (.text, .decimal(let precision, let scale)), (.decimal, .decimal(let precision, let scale)):
            let unit = "1" + String(repeating: "0", count: scale)
            let number =
                scale == 0
                ? "round(CAST(\(x) AS REAL))" : "round(CAST(\(x) AS REAL) * \(unit)) / \(unit).0"
            let limit = "1" + String(repeating: "0", count: precision - scale)
            return (number, "\(x) = \(number) AND abs(\(number)) < \(limit)")
        case (.integer, .timestamp), (.int32, .timestamp):
            return ("CAST(\(x) AS REAL)", "-62135596800 <= \(x) AND \(x) < 253402300800")
        case (.date, .timestamp): return ("CAST(strftime('%s', \(x)) AS REAL)", nil)
        case (.timestamp, .date):
            let day = "date(\(x), 'unixepoch')"
            return (day, "CAST(strftime('%s', \(day)) AS REAL) = \(x)")
        case (.boolean, .text), (.boolean, .string):
            return ("CASE \(x) WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", nil)
        case (.integer, .text), (.int32, .text): return ("CAST(\(x) AS TEXT)", nil)
        case (.decimal(_, let scale), .text): return (Self.digits(x, scale), nil)
        case (.date, .text), (.json, .text): return (x, nil)
        case (.integer, .string(let length)), (.int32, .string(let length)):
            return ("CAST(\(x) AS TEXT)", "length(CAST(\(x) AS TEXT)) <= \(length)")
        case (.decimal(_, let scale), .string(let length)):
            return (Self.digits(x, scale), "length(\(Self.digits(x, scale))) <= \(length)")
        case (.date, .string(let length)) where length >= 10: return (x, nil)
        case (.text, .string(let length)), (.string, .string(let length)), (.enumeration, .string(let length)):
            return (x, "length(\(x)) <= \(length)")
        case (.text, .enumeration(let words)), (.string, .enumeration(let words)),
            (.enumeration, .enumeration(let words)):
            return (x, "\(x) IN (\(list(words, SQLiteDialect())))")
        case (.text, .date), (.string, .date):
            return (x, "date(\(x), '+0 days') IS \(x) AND \(x) >= '0001-01-01'")
        case (.text, .json), (.string, .json): return (x, "json_valid(\(x))")
        case (.text, .blob), (.string, .blob), (.uuid, .blob): return ("CAST(\(x) AS BLOB)", nil)
        case (.blob, .uuid): return (x, "length(\(x)) = 16")
        default: return nil
        }
    }

    /// A decimal as PostgreSQL writes it. SQLite would write NULL as zero.
    private static func digits(_ x: String, _ scale: Int) -> String {
        "CASE WHEN \(x) IS NOT NULL THEN printf('%.\(scale)f', \(x)) END"
    }

    // MARK: - PostgreSQL

    /// Functions and operators are named so that those of somebody else in the database are not taken for them: each
    /// operator finds one of the system's with exactly its operands' types.
    private static func postgresql(
        _ x: String, _ old: ColumnType, _ new: ColumnType, _ dialect: any SQLDialect
    ) -> (expression: String, condition: String?)? {
        // What the other database has no way for has none here.
        guard sqlite(x, old, new) != nil else { return nil }
        let type = dialect.typeName(new).split(separator: " COLLATE").first ?? ""
        let cast = "\(x)::\(type)"
        let text = "\(x)::text"
        func call(_ function: String, _ arguments: String) -> String { "\(dialect.builtIn(function))(\(arguments))" }
        if isWidening(old, new) { return (cast, nil) }
        switch (old, new) {
        case (.boolean, .integer), (.boolean, .int32): return ("\(x)::integer::\(type)", nil)
        case (.integer, .int32): return (cast, "\(x) BETWEEN -2147483648 AND 2147483647")
        case (.decimal, .integer), (.decimal, .int32):
            return (cast, "\(x) = \(call("trunc", x)) AND \(isInRange(x, of: new))")
        case (.real, .integer), (.real, .int32):
            // The last integer of 64 bits is no real: the next one is.
            let limit = new == .int32 ? "2147483648" : "9223372036854775808"
            return (
                cast,
                "\(x) = \(call("trunc", x)) AND \(x) >= '-\(limit)'::double precision "
                    + "AND \(x) < '\(limit)'::double precision"
            )
        case (.string, .integer), (.string, .int32), (.text, .integer), (.text, .int32):
            // More digits than that are too many in any case, and might be too many for a numeric.
            return (
                cast,
                "CASE WHEN \(text) ~ '^\\s*[-+]?0*[0-9]{1,19}\\s*$' THEN \(isInRange("\(x)::numeric", of: new)) ELSE FALSE END"
            )
        case (.timestamp, .integer):
            let seconds = "extract(epoch FROM \(x))"
            return ("\(seconds)::bigint", "\(seconds) = \(call("trunc", seconds))")
        case (.integer, .boolean), (.int32, .boolean): return ("\(x) = 1", "\(x) IN (0, 1)")
        case (.string, .boolean), (.text, .boolean):
            let word = call("lower", text)
            return ("\(word) = 'true'", "\(word) IN ('true', 'false')")
        case (.integer, .real):
            // What is greater is rounded to a number that is no integer of 64 bits.
            return (
                cast,
                "CASE WHEN \(x) BETWEEN -9223372036854774784 AND 9223372036854774784 "
                    + "THEN \(x) = \(x)::double precision::bigint ELSE FALSE END"
            )
        case (.string, .real), (.text, .real):
            let size = call("abs", "\(x)::numeric")
            return (
                cast,
                "CASE WHEN \(isNumber(text)) THEN \(size) = 0::numeric "
                    + "OR \(size) BETWEEN 5e-324::numeric AND 1.7976931348623157e308::numeric ELSE FALSE END"
            )
        case (.integer, .decimal(let precision, let scale)), (.int32, .decimal(let precision, let scale)),
            (.decimal, .decimal(let precision, let scale)):
            return (cast, fits("\(x)::numeric", precision, scale, call))
        case (.real, .decimal(let precision, let scale)):
            // Not all digits of a real come along.
            return (
                cast,
                "\(fits("\(x)::numeric", precision, scale, call)) AND \(x) = \(x)::numeric::double precision"
            )
        case (.string, .decimal(let precision, let scale)), (.text, .decimal(let precision, let scale)):
            return (
                cast, "CASE WHEN \(isNumber(text)) THEN \(fits("\(x)::numeric", precision, scale, call)) ELSE FALSE END"
            )
        case (.integer, .timestamp), (.int32, .timestamp):
            return (
                call("to_timestamp", "\(x)::double precision"), "-62135596800 <= \(x) AND \(x) < 253402300800"
            )
        case (.date, .timestamp): return ("\(x)::timestamp AT TIME ZONE 'UTC'", nil)
        case (.timestamp, .date):
            let day = "(\(x) AT TIME ZONE 'UTC')"
            return ("\(day)::date", "\(call("date_trunc", "'day', \(day)")) = \(day)")
        case (.integer, .string(let length)), (.int32, .string(let length)), (.decimal, .string(let length)),
            (.text, .string(let length)), (.string, .string(let length)), (.enumeration, .string(let length)):
            return (cast, "\(call("length", text)) <= \(length)")
        case (.text, .enumeration(let words)), (.string, .enumeration(let words)),
            (.enumeration, .enumeration(let words)):
            return (cast, "\(text) IN (\(list(words, dialect)))")
        case (.text, .date), (.string, .date):
            // A month has no more days than there are until the next one begins.
            let month = "(\(call("left", "\(text), 7")) || '-01')::date"
            let days = "\(month) + interval '1 month' - \(month)::timestamp"
            return (
                cast,
                "CASE WHEN \(text) ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' "
                    + "THEN \(call("right", "\(text), 2"))::numeric <= extract(day FROM \(days)) ELSE FALSE END"
            )
        // PostgreSQL has it from version 16 on.
        case (.text, .json), (.string, .json): return (cast, call("pg_input_is_valid", "\(text), 'jsonb'"))
        case (.text, .blob), (.string, .blob): return (call("convert_to", "\(text), 'UTF8'"), nil)
        case (.uuid, .blob):
            return (call("decode", call("replace", "\(text), '-', ''") + ", 'hex'"), nil)
        case (.blob, .uuid): return (call("encode", "\(x), 'hex'") + "::uuid", "\(call("length", x)) = 16")
        default: return (cast, nil)
        }
    }

    private static func isInRange(_ number: String, of type: ColumnType) -> String {
        let limits =
            type == .int32
            ? ("-2147483648", "2147483647") : ("-9223372036854775808", "9223372036854775807")
        return "\(number) BETWEEN '\(limits.0)'::numeric AND '\(limits.1)'::numeric"
    }

    private static func fits(
        _ number: String, _ precision: Int, _ scale: Int, _ call: (String, String) -> String
    ) -> String {
        let limit = "1" + String(repeating: "0", count: precision - scale)
        return "\(call("round", "\(number), \(scale)")) = \(number) AND \(call("abs", number)) < \(limit)::numeric"
    }

    private static func isNumber(_ x: String) -> String {
        "\(x) ~ '^\\s*[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?\\s*$'"
    }

    private static func list(_ words: [String], _ dialect: any SQLDialect) -> String {
        words.map { dialect.literal(.text($0)) }.joined(separator: ", ")
    }
}
