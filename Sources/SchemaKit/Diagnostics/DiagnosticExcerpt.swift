/// Diagnostics with the lines of text that they are about, for people to read at a terminal.
public struct DiagnosticExcerpts {
    private var files: [String: [Substring]] = [:]

    public init() {}

    /// The diagnostic's own lines, each followed by the line of the file with the place marked:
    ///
    /// ```
    /// schema.yaml:14:18: error: unknown type 'integr'; did you mean 'integer'?
    ///    14 |       id: { type: integr }
    ///       |                   ^~~~~~
    /// ```
    public mutating func text(of diagnostic: Diagnostic) -> String {
        let spans = [diagnostic.span] + diagnostic.notes.map(\.span)
        // A message can have several lines only in its notes, which come one a line.
        let lines = diagnostic.description.split(separator: "\n", omittingEmptySubsequences: false)
        return zip(lines, spans).map { "\($0)\(excerpt($1))" }.joined(separator: "\n")
    }

    /// How much is shown of a long line, on both sides of the place.
    private static let width = 120

    private mutating func excerpt(_ span: SourceSpan) -> String {
        guard let line = lines(of: span.file).dropFirst(span.start.line - 1).first, !line.isEmpty else { return "" }
        let number = "\(span.start.line)"
        let margin = String(repeating: " ", count: max(0, 5 - number.utf8.count))
        // Tabs stay tabs, so that the mark is below its place however wide they are.
        var scalars = Array(line.unicodeScalars)
        var start = min(span.start.column - 1, scalars.count)
        let isOneLine = span.end.line == span.start.line
        var end = max(start, isOneLine ? min(span.end.column - 1, scalars.count) : scalars.count)
        // Of a long line what is around the place.
        if scalars.count > 2 * Self.width {
            let first = max(0, start - Self.width)
            scalars = Array(scalars[first...].prefix(2 * Self.width))
            start -= first
            end = min(end - first, scalars.count)
        }
        let text = String(String.UnicodeScalarView(scalars))
        let before = scalars[..<start].map { $0 == "\t" ? "\t" : " " }.joined()
        let length = max(1, end - start)
        let mark = "^" + String(repeating: "~", count: length - 1)
        return
            "\n\(margin)\(number) | \(text)\n\(String(repeating: " ", count: margin.utf8.count + number.utf8.count)) | \(before)\(mark)"
    }

    private mutating func lines(of path: String) -> [Substring] {
        if let lines = files[path] { return lines }
        let bytes = (try? SourceFile(path: path))?.bytes ?? []
        let text = String(decoding: bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes[3...] : bytes[...], as: UTF8.self)
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        files[path] = lines
        return lines
    }
}
