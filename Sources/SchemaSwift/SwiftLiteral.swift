import ExactText
import SchemaKit

/// Constants in Swift.
enum SwiftLiteral {
    /// A constant of the schema language.
    static func value(_ literal: Literal) -> String {
        switch literal {
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .boolean(let value): "\(value)"
        case .text(let value), .json(let value): string(value)
        case .decimal(let digits): decimal(digits)
        case .blob(let bytes): "[\(bytes.map(hexadecimal).joined(separator: ", "))]"
        case .timestamp(let microseconds): "Date(timeIntervalSince1970: \(TimestampText.seconds(microseconds)))"
        case .date(let day): "CalendarDate(clampingDaysSince1970: \(TimestampText.days(day) ?? 0))"
        case .uuid(let text): uuid(text)
        }
    }

    private static func decimal(_ digits: String) -> String {
        let isNegative = digits.hasPrefix("-")
        let parts = digits.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let significand = (parts[0] + fraction).drop { $0 == "0" }
        return "Decimal(sign: .\(isNegative ? "minus" : "plus"), exponent: \(-fraction.utf8.count), "
            + "significand: \(significand.isEmpty ? "0" : significand))"
    }

    private static func uuid(_ text: String) -> String {
        let digits = text.replacing("-", by: "")
        return "UUID(high: 0x\(digits.prefix(16)), low: 0x\(digits.suffix(16)))"
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0x0" : "0x") + String(byte, radix: 16)
    }

    /// Text as a string literal.
    static func string(_ text: String) -> String {
        "\"" + escaped(text, inMultiline: false) + "\""
    }

    /// The inside of a literal. In a multi-line one, quotes stand for themselves.
    static func escaped(_ text: String, inMultiline: Bool) -> String {
        let text = text.mayContain(anyOf: needEscape) ? escapedButQuotes(text) : text
        guard inMultiline else { return text.replacing("\"", by: "\\\"") }
        // Three quotes would end a multi-line literal.
        return text.replacing("\"\"\"", by: "\\\"\\\"\\\"")
    }

    /// What cannot stand in a literal, but for the quotes.
    private static let needEscape = "\\" + String.controlCharacters

    private static func escapedButQuotes(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The inside of a raw literal of several lines, in which only what no source file can have is escaped.
    static func escapedRaw(_ text: String, _ delimiter: String) -> String {
        guard text.mayContain(anyOf: controlsInLines) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar != "\n", scalar.properties.generalCategory == .control {
                result += "\\\(delimiter)u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static let controlsInLines = String.controlCharacters.filter { $0 != "\n" }

    /// The number of `#` that makes a raw literal of this text safe.
    static func rawDelimiter(for text: String) -> String {
        guard text.has("#") else { return "#" }
        var longest = 0
        var run = -1
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                run = 0
            } else if scalar == "#", run >= 0 {
                run += 1
            } else {
                run = -1
            }
            longest = max(longest, run + 1)
        }
        return String(repeating: "#", count: max(1, longest))
    }
}
