import ExactText
import SchemaKit

extension PostgreSQLDialect {
    public func literal(_ literal: Literal) -> String {
        switch literal {
        case .integer(let value): "\(value)"
        case .real(let value): "\(value)"
        case .boolean(let value): value ? "TRUE" : "FALSE"
        case .text(let value): SQLQuoting.text(value)
        case .decimal(let digits): digits
        case .blob(let bytes): "'\\x\(bytes.hexadecimal)'::bytea"
        case .timestamp(let microseconds): "TIMESTAMP WITH TIME ZONE '\(TimestampText.text(microseconds))'"
        case .date(let day): "DATE " + SQLQuoting.text(day)
        case .uuid(let text): "UUID " + SQLQuoting.text(text)
        case .json(let text): SQLQuoting.text(text) + "::jsonb"
        }
    }

    public func placeholder(_ number: Int) -> String { "$\(number)" }
}
