/// Reads the type of a column: `integer`, `string(50)`.
struct TypeReader {
    let collector: DiagnosticCollector

    static let names = ["integer", "int32", "real", "boolean", "string", "text", "blob"]
    /// PostgreSQL's limit for VARCHAR.
    static let longestString = 10_485_760

    func read(_ node: YAMLNode) -> ColumnType? {
        guard case .scalar(let text, _) = node.content else {
            collector.error(
                "'type' is a word, as in 'integer' or 'string(50)', but this is \(node.kind)", at: node.span)
            return nil
        }
        guard let open = text.firstIndex(of: "(") else { return plain(text, node.span) }
        let name = String(text[..<open])
        guard text.hasSuffix(")") else {
            collector.error("the type '\(text)' has no closing parenthesis", at: node.span)
            return nil
        }
        let argument = text[text.index(after: open)...].dropLast()
        guard name == "string" else {
            if Self.names.contains(name) {
                collector.error("the type '\(name)' takes nothing in parentheses", at: node.span)
            } else {
                unknown(name, node.span)
            }
            return nil
        }
        guard argument.allSatisfy(\.isASCII), let length = Int(argument), (1...Self.longestString).contains(length)
        else {
            collector.error(
                "the length of a string is a number from 1 to \(Self.longestString), not '\(argument)'", at: node.span)
            return nil
        }
        return .string(maxLength: length)
    }

    private func plain(_ name: String, _ span: SourceSpan) -> ColumnType? {
        switch name {
        case "integer": return .integer
        case "int32": return .int32
        case "real": return .real
        case "boolean": return .boolean
        case "text": return .text
        case "blob": return .blob
        case "string":
            collector.error(
                "a string needs a length, as in 'string(50)'; text of any length is of type 'text'", at: span)
            return nil
        default:
            unknown(name, span)
            return nil
        }
    }

    private func unknown(_ name: String, _ span: SourceSpan) {
        let suggestion = Suggestion.text(for: name, among: Self.names)
        let hint = suggestion.isEmpty ? "; the types are \(Self.names.joined(separator: ", "))" : suggestion
        collector.error("unknown type '\(name)'\(hint)", at: span)
    }
}
