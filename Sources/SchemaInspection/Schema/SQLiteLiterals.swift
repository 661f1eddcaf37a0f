import ExactText
import SchemaKit
import SchemaSQL

/// Constants of SQLite, as constants of the language.
struct SQLiteLiterals {
    private let dialect = SQLiteDialect()

    /// The constant of which this is the SQL.
    func literal(_ text: DefinitionText, of type: ColumnType) -> Literal? {
        if let truth = text.tokens.first, text.tokens.count == 1, type == .boolean {
            if truth.isWord("true") { return .boolean(true) }
            if truth.isWord("false") { return .boolean(false) }
        }
        for candidate in candidates(text, type) {
            guard let literal = LiteralText.literal(candidate, of: type) else { continue }
            if isNumber(text), [.integer, .int32, .real].contains(type) { return literal }
            if DefinitionText(dialect.literal(literal)).normal == text.normal { return literal }
        }
        return nil
    }

    /// Whether it is a number and at most a sign, however many zeros that has.
    private func isNumber(_ text: DefinitionText) -> Bool {
        let tokens = text.tokens
        return tokens.last?.kind == .number
            && (tokens.count == 1 || (tokens.count == 2 && (tokens[0].isSign("-") || tokens[0].isSign("+"))))
    }

    /// The years from 1 to 9999, in Unix seconds.
    private static let seconds: Range<Int64> = -62_135_596_800..<253_402_300_800

    /// The power of ten that a number such as `100.0` is.
    private static func exponent(_ number: String) -> Int? {
        guard number.hasPrefix("1"), number.hasSuffix(".0"), number.dropFirst().dropLast(2).allSatisfy({ $0 == "0" })
        else { return nil }
        return number.utf8.count - 3
    }

    /// How a schema might say the constant.
    private func candidates(_ text: DefinitionText, _ type: ColumnType) -> [String] {
        let tokens = text.tokens
        let strings = tokens.filter { $0.kind == .string || $0.kind == .blob }.map(\.text)
        let numbers = tokens.filter { $0.kind == .number }.map(\.text)
        let sign = tokens.contains { $0.isSign("-") } ? "-" : ""
        switch type {
        case .boolean: return numbers == ["1"] ? ["true"] : numbers == ["0"] ? ["false"] : []
        case .integer, .int32, .real: return numbers.map { sign + $0 }
        case .decimal, .timestamp:
            guard let number = numbers.first else { return [] }
            // `-125 / 10.0` is -12.5.
            guard let scale = numbers.count == 1 ? 0 : Self.exponent(numbers[1]) else { return [] }
            let padded = String(repeating: "0", count: max(0, scale + 1 - number.count)) + number
            let digits = sign + padded.dropLast(scale) + (scale > 0 ? "." + padded.suffix(scale) : "")
            if case .decimal = type { return [digits] }
            let parts = digits.split(separator: ".").map(String.init)
            let fraction = parts.count == 2 ? parts[1] + String(repeating: "0", count: 6 - min(6, parts[1].count)) : "0"
            guard let seconds = Int64(parts[0]), let micro = Int64(fraction), Self.seconds.contains(seconds),
                fraction.utf8.count <= 6
            else { return [] }
            let total = seconds * 1_000_000 + (sign.isEmpty ? micro : -micro)
            return [LiteralText.quoted(TimestampText.text(total).replacing("+00", by: "Z"))]
        case .json: return strings
        case .uuid:
            guard let hex = strings.first, hex.count == 32 else { return [] }
            let parts = [8, 4, 4, 4, 12].reduce(into: (rest: hex[...], parts: [Substring]())) { state, count in
                state.parts.append(state.rest.prefix(count))
                state.rest = state.rest.dropFirst(count)
            }.parts
            return [parts.joined(separator: "-").lowercased()]
        case .blob: return strings.map { LiteralText.quoted($0) }
        case .string, .text, .date, .enumeration: return strings.map(LiteralText.quoted)
        }
    }
}
