/// Something to say about a place in a file, in the form in which compilers say it.
public struct Diagnostic: Error, Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable {
        case error, warning
    }

    /// The other end of a mistake: the first definition, or the table that is referred to.
    public struct Note: Hashable, Sendable {
        public var message: String
        public var span: SourceSpan

        public init(_ message: String, _ span: SourceSpan) {
            self.message = message
            self.span = span
        }
    }

    public var severity: Severity
    public var message: String
    public var span: SourceSpan
    public var notes: [Note]

    public init(severity: Severity = .error, message: String, span: SourceSpan, notes: [Note] = []) {
        self.severity = severity
        self.message = message
        self.span = span
        self.notes = notes
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `path:line:column: error: message`, and a line for each note.
    public var description: String {
        let lines =
            [line("\(severity.rawValue): \(message)", span)] + notes.map { line("note: \($0.message)", $0.span) }
        return lines.joined(separator: "\n")
    }

    private func line(_ text: String, _ span: SourceSpan) -> String {
        "\(span.file):\(span.start.line):\(span.start.column): \(text)"
    }
}

extension [Diagnostic] {
    /// In the order of the files' text.
    public func sortedByPosition() -> [Diagnostic] {
        sorted { left, right in
            if left.span.file != right.span.file { return left.span.file < right.span.file }
            if left.span.start != right.span.start { return left.span.start < right.span.start }
            return left.message < right.message
        }
    }

    public var hasErrors: Bool { contains { $0.severity == .error } }
}
