/// A part of a YAML document, and where it stands.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    let content: Content
    let span: SourceSpan

    /// The text of a single value.
    var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// Nothing, or YAML's word for it.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return switch text {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }

    /// Where a part of the text stands, counted in Unicode scalars from its start; the whole node where escapes or line
    /// breaks make that unknowable.
    func span(of part: Range<Int>) -> SourceSpan {
        guard case .scalar(let text, let isPlain) = content, span.start.line == span.end.line else { return span }
        let quotes = isPlain ? 0 : 1
        guard span.end.column - span.start.column == text.unicodeScalars.count + 2 * quotes else { return span }
        let first = span.start.column + quotes
        return SourceSpan(
            file: span.file, start: SourcePosition(line: span.start.line, column: first + part.lowerBound),
            end: SourcePosition(line: span.start.line, column: first + part.upperBound))
    }

    /// What the node is, for a sentence that says what it should be instead.
    var kind: String {
        switch content {
        case _ where isNull: "nothing"
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
