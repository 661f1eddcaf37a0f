/// A check by which SQLite holds a column to its type, where it has no type that says so itself.
///
/// These checks have no name. SQLite then reports one by its text, and by how that begins the runtime tells it from the
/// checks of the schema, which have names. So the text is made and known again here, in one place. (A text that began with
/// a quoted name would be reported as that name alone.)
public enum SQLiteTypeCheck: CaseIterable, Sendable {
    case length, boolean, int32, decimal, timestamp, date, uuid, json, enumeration

    /// What stands before the column.
    private var beginning: String {
        switch self {
        case .length: "length("
        case .boolean: "0 <= "
        case .int32: "-2147483648 <= "
        case .decimal: "round("
        case .timestamp: "-62135596800 <= "
        case .date: "date("
        case .uuid: "16 = length("
        case .json: "json_valid("
        case .enumeration: "+"
        }
    }

    /// The text of the check.
    ///
    /// - Parameters:
    ///   - column: the column's name in quotes.
    ///   - end: what stands behind the column.
    public func text(_ column: String, _ end: String) -> String { beginning + column + end }

    /// The check that a text begins as, and the text from the column on.
    public static func known(in text: String) -> (check: SQLiteTypeCheck, column: Substring)? {
        for check in allCases where text.utf8.starts(with: check.beginning.utf8) {
            return (check, Substring(text.utf8.dropFirst(check.beginning.utf8.count)))
        }
        return nil
    }
}
