/// A position in a text file, as editors count it: both numbers start at 1, and a column is one Unicode scalar.
public struct SourcePosition: Hashable, Comparable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A stretch of a text file, from its first character up to but not including `end`.
public struct SourceSpan: Hashable, Sendable {
    /// The path as the user gave it, so that a diagnostic points where the user looks.
    public var file: String
    public var start: SourcePosition
    public var end: SourcePosition

    public init(file: String, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }
}
