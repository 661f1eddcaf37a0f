import ExactText
import SchemaKit

extension SQLiteDialect {
    public func literal(_ literal: Literal) -> String {
        switch literal {
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .boolean(let value): value ? "1" : "0"
        case .text(let value): SQLQuoting.text(value)
        case .decimal(let digits): quotient(digits)
        case .blob(let bytes): "X'\(bytes.hexadecimal)'"
        case .timestamp(let microseconds): quotient(TimestampText.seconds(microseconds))
        case .date(let day): SQLQuoting.text(day)
        case .uuid(let text): "X'\(text.replacing("-", by: ""))'"
        case .json(let text): SQLQuoting.text(text)
        }
    }

    /// A decimal number as a division. SQLite reads the digits of a fraction with an error now and then, but divides as
    /// exactly as everybody.
    private func quotient(_ digits: String) -> String {
        let isNegative = digits.hasPrefix("-")
        let parts = digits.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        var fraction = parts.count == 2 ? parts[1] : ""
        while fraction.hasSuffix("0") { fraction.removeLast() }
        let number = (parts[0] + fraction).drop { $0 == "0" }
        let signed = (isNegative ? "-" : "") + (number.isEmpty ? "0" : number)
        return fraction.isEmpty ? signed : "(\(signed) / 1\(String(repeating: "0", count: fraction.utf8.count)).0)"
    }

    public func placeholder(_ number: Int) -> String { "?\(number)" }
}
