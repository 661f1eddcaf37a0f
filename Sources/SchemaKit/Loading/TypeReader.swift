import ExactText
import Spelling

/// Reads the type of a column: `integer`, `string(50)`, `enum(requested, lent)`.
struct TypeReader {
    let collector: DiagnosticCollector

    private static let names = TypeDescription.all.map(\.name)
    /// More than any list of words should have.
    private static let mostWords = 256

    func read(_ node: YAMLNode) -> ColumnType? {
        guard case .scalar(let written, _) = node.content, !node.isNull else {
            collector.error(
                "'type' is a word, as in 'integer' or 'string(50)', but this is \(node.kind)", at: node.span)
            return nil
        }
        let text = written.trimmed
        let open = text.firstIndex(of: "(")
        let name = String(text[..<(open ?? text.endIndex)]).trimmed
        guard let type = TypeDescription.named(name) else {
            unknown(name, node.span)
            return nil
        }
        guard let open else { return plain(type, node.span) }
        guard text.hasSuffix(")") else {
            collector.error("the type '\(text)' has no closing parenthesis", at: node.span)
            return nil
        }
        let arguments = String(text[text.index(after: open)...].dropLast())
        switch type.arguments {
        case .none:
            collector.error("the type '\(name)' takes nothing in parentheses", at: node.span)
            return nil
        case .length: return string(arguments, node.span)
        case .precisionAndScale: return decimal(arguments, node.span)
        case .words: return enumeration(arguments, node)
        }
    }

    private func plain(_ type: TypeDescription, _ span: SourceSpan) -> ColumnType? {
        switch type.name {
        case "integer": return .integer
        case "int32": return .int32
        case "real": return .real
        case "boolean": return .boolean
        case "text": return .text
        case "blob": return .blob
        case "timestamp": return .timestamp
        case "date": return .date
        case "uuid": return .uuid
        case "json": return .json
        case "string":
            collector.error(
                "a string needs a length, as in 'string(50)'; text of any length is of type 'text'", at: span)
        case "decimal":
            collector.error(
                "a decimal needs its number of digits, and how many of them come after the point, as in 'decimal(10, 2)'",
                at: span)
        default:
            collector.error("an enum needs its words, as in '\(type.example)'", at: span)
        }
        return nil
    }

    private func string(_ argument: String, _ span: SourceSpan) -> ColumnType? {
        guard let length = Self.number(argument), (1...TypeDescription.longestString).contains(length) else {
            collector.error(
                "the length of a string is a number from 1 to \(TypeDescription.longestString), not '\(argument)'",
                at: span)
            return nil
        }
        return .string(maxLength: length)
    }

    private func decimal(_ arguments: String, _ span: SourceSpan) -> ColumnType? {
        let numbers = arguments.split(separator: ",", omittingEmptySubsequences: false).map { Self.number($0.trimmed) }
        guard numbers.count <= 2, let precision = numbers[0], let scale = numbers.count == 2 ? numbers[1] : 0 else {
            collector.error(
                "'\(arguments)' is not a number of digits and how many of them come after the point; write "
                    + "'decimal(10, 2)'", at: span)
            return nil
        }
        guard (1...TypeDescription.longestDecimal).contains(precision) else {
            collector.error(
                "a decimal has 1 to \(TypeDescription.longestDecimal) digits, as many as SQLite keeps exactly, not "
                    + "\(precision)", at: span)
            return nil
        }
        guard scale <= precision else {
            collector.error("\(scale) of \(precision) digits cannot come after the point", at: span)
            return nil
        }
        return .decimal(precision: precision, scale: scale)
    }

    private func enumeration(_ arguments: String, _ node: YAMLNode) -> ColumnType? {
        let words: [String]
        do throws(EnumerationText.Mistake) {
            words = try EnumerationText.words(of: arguments)
        } catch {
            collector.error(error.message, at: node.span)
            return nil
        }
        var seen: Set<[UInt8]> = []
        for word in words {
            if word.hasControlCharacter {
                collector.error("a word of an enum cannot contain control characters", at: node.span)
                return nil
            }
            if !seen.insert(Array(word.utf8)).inserted {
                collector.error("the enum has the word '\(word)' twice", at: node.span)
                return nil
            }
        }
        if words.count > Self.mostWords {
            collector.error("an enum has at most \(Self.mostWords) words; more belong in a table", at: node.span)
            return nil
        }
        return .enumeration(words)
    }

    private static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    private func unknown(_ name: String, _ span: SourceSpan) {
        if let type = TypeDescription.synonyms[name.lowercased()] {
            collector.error("unknown type '\(name)'; it is called '\(type)' here", at: span)
            return
        }
        let suggestion = Suggestion.text(for: name, among: Self.names)
        let hint = suggestion.isEmpty ? "; the types are \(Self.names.joined(separator: ", "))" : suggestion
        collector.error("unknown type '\(name)'\(hint)", at: span)
    }
}

extension String {
    /// Without white space at its ends, which most have none of.
    var trimmed: String {
        if let first = utf8.first, let last = utf8.last, first.isVisible, last.isVisible { return self }
        return self[...].trimmed
    }
}

extension UInt8 {
    /// Whether it is a character of ASCII, and no white space.
    fileprivate var isVisible: Bool { self > 0x20 && self < 0x7f }
}

extension StringProtocol {
    /// Without white space at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
