import ExactText
public import Dialects

/// The statements that make one schema of another in a live database, with its rows.
public struct MigrationPlan: Sendable {
    public let dialect: Dialect
    public let statements: [PlannedStatement]

    /// The plan for a difference.
    public init(_ difference: SchemaDifference, _ dialect: Dialect) {
        self.dialect = dialect
        statements =
            switch dialect {
            case .sqlite: SQLitePlanner(difference).statements()
            case .postgresql: PostgreSQLPlanner(difference).statements()
            }
    }

    /// Whether it takes effect as a whole or not at all. Otherwise it is a sequence of transactions and of statements that
    /// run alone, and one that stopped goes on where it stopped.
    public var isAtomic: Bool { !statements.contains(where: \.isAlone) }

    /// The plan as a text to review and to run: plain SQL, each step with a comment that says why.
    ///
    /// - Parameter hasOwnTransactions: whether it says itself what is a transaction, which it has to if it is not atomic.
    public func script(hasOwnTransactions: Bool) -> String {
        var text = ""
        var isOpen = false
        func setOpen(_ open: Bool) {
            if isOpen == open || !hasOwnTransactions { return }
            isOpen = open
            text += open ? (text.isEmpty ? "" : "\n") + "BEGIN;\n" : "COMMIT;\n"
        }
        func separate() {
            if !text.isEmpty, !text.hasSuffix("\n\n"), !text.hasSuffix("BEGIN;\n") { text += "\n" }
        }
        var wasQuestion = false
        for statement in statements {
            if statement.kind == .change { setOpen(!statement.isAlone) }
            if statement.kind == .change, wasQuestion { separate() }
            wasQuestion = statement.kind != .change
            if let comment = statement.comment {
                separate()
                // A name in a comment can be anything, but neither a line nor a directive of its own.
                let line = comment.onOneLine
                let mark =
                    switch statement.kind {
                    case .change: line.utf8.first == UInt8(ascii: "@") ? "Note: " : ""
                    case .requirement: "@require "
                    case .count: "@count "
                    }
                if let condition = statement.condition { text += "-- @if \(condition.onOneLine)\n" }
                text += "-- \(mark)\(line)\n"
                for loss in statement.losses { text += "-- @loses \(loss.onOneLine)\n" }
            }
            text += statement.sql + ";\n"
        }
        setOpen(false)
        if !hasOwnTransactions { return text }
        return "-- @from-half-way: it can begin where the script for the other direction has stopped.\n\n" + text
    }
}
