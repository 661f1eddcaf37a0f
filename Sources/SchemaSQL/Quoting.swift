import ExactText
import SchemaKit

extension Dialect {
    /// The name as a quoted identifier, which both databases read the same way: in the given case, reserved or not.
    public func quote(_ identifier: String) -> String {
        SQLQuoting.name(identifier)
    }

    /// Quoted names, separated by commas.
    public func quote(_ identifiers: [String]) -> String {
        identifiers.map(quote).joined(separator: ", ")
    }

    /// The constant in SQL.
    public func literal(_ literal: Literal) -> String {
        switch literal {
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .boolean(let value): self == .sqlite ? (value ? "1" : "0") : (value ? "TRUE" : "FALSE")
        case .text(let value): SQLQuoting.text(value)
        case .decimal(let digits): self == .sqlite ? quotient(digits) : digits
        case .blob(let bytes): self == .sqlite ? "X'\(bytes.hexadecimal)'" : "'\\x\(bytes.hexadecimal)'::bytea"
        case .timestamp(let microseconds):
            self == .sqlite
                ? quotient(TimestampText.seconds(microseconds))
                : "TIMESTAMP WITH TIME ZONE '\(TimestampText.text(microseconds))'"
        case .date(let day): self == .sqlite ? SQLQuoting.text(day) : "DATE " + SQLQuoting.text(day)
        case .uuid(let text): self == .sqlite ? "X'\(text.replacing("-", by: ""))'" : "UUID " + SQLQuoting.text(text)
        case .json(let text): self == .sqlite ? SQLQuoting.text(text) : SQLQuoting.text(text) + "::jsonb"
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

    /// The place of the parameter with this number, counted from 1.
    public func placeholder(_ number: Int) -> String {
        self == .sqlite ? "?\(number)" : "$\(number)"
    }

    /// The text for this dialect.
    public func pick(_ text: DialectText) -> String {
        self == .sqlite ? text.sqlite : text.postgresql
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
