import ArgumentParser
import SchemaMigration

/// Asks a person whether something that goes and something that comes are the same. Nothing else can tell, and a wrong guess
/// loses values.
struct RenameQuestions {
    private let possible: [RenameDecision]

    init(_ difference: SchemaDifference) {
        possible = difference.possibleRenames
    }

    /// - Returns: what was decided; `nil` where there was nothing to ask.
    /// - Throws: where nobody can be asked.
    func decisions() throws -> [RenameDecision]? {
        if possible.isEmpty { return nil }
        guard Terminal.isInteractive else {
            let list = possible.map { "  --rename \($0)" }.joined(separator: "\n")
            throw Refusal(
                """
                something goes and something of the same kind comes; is it the same under another name?
                \(list)
                Say so by 'renamed_from:' in the schema or by --rename, or say --no-renames.
                """)
        }
        var decided: [RenameDecision] = []
        for question in possible {
            let isTaken = decided.contains {
                $0.table == question.table && ($0.from == question.from || $0.to == question.to)
            }
            if isTaken { continue }
            let old = (question.table.map { $0 + "." } ?? "") + question.from
            let new = (question.table.map { $0 + "." } ?? "") + question.to
            if Terminal.agree("'\(old)' goes and '\(new)' comes. Is it renamed, with its values kept?") {
                decided.append(question)
            }
        }
        return decided
    }
}
