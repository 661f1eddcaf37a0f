import SchemaKit
import SchemaSwift

/// The schema.yaml of a live database, without anything that `rosey schema check` would refuse.
///
/// A database allows more than the language: a table without a key, a reference between two types, two names that are one
/// in Swift. Tables, views and columns whose names cannot be Swift's get others. What is still refused is left out, and as
/// little as possible: a default or a reference of a column, else a line, else what the line begins. It stays as a comment,
/// as does what the language has no words for, at its place. What is written is checked until nothing is refused any more.
public struct LiveSchemaText: Sendable {
    public private(set) var text: String
    /// What was left out, and why.
    public private(set) var omissions: [Remark] = []
    /// How often what was written had to be checked: all that is refused at once goes at once.
    private(set) var checkCount = 0

    /// - Throws: `DatabaseError` where SQLite cannot be asked.
    public init(_ live: LiveSchema) async throws {
        let schema = SwiftGenerator.withAcceptableNames(live.schema)
        var lines = YAMLLines(SchemaWriter.text(of: schema))
        lines.insert(live.remarks.compactMap { remark in remark.place.map { ($0, remark.description) } })
        text = lines.text
        while true {
            checkCount += 1
            let refusals = try await Self.refusals(of: text)
            var isSmaller = false
            // From the end, so that the lines before keep their numbers; one a line, as the others may go with it.
            var seen: Set<Int> = []
            for refusal in refusals.reversed() where seen.insert(refusal.line).inserted {
                guard let left = lines.leaveOut(line: refusal.line, column: refusal.column, key: refusal.key) else {
                    continue
                }
                isSmaller = true
                let what = left.part.map { "its \($0.replacing("_", with: " ")) is left out" } ?? "left out"
                omissions.insert(Remark(subject: left.path, text: "\(what): \(refusal.message)"), at: 0)
            }
            text = lines.text
            if !isSmaller { break }
        }
        omissions.sort { ($0.subject, $0.text) < ($1.subject, $1.text) }
    }

    private struct Refusal {
        /// Both counted from 0.
        let line: Int
        let column: Int
        /// The key of a column that is refused, where the place does not say it.
        var key: String?
        let message: String

        init(_ diagnostic: Diagnostic, key: String? = nil) {
            line = diagnostic.span.start.line - 1
            column = diagnostic.span.start.column - 1
            message = diagnostic.message
            self.key = key
        }
    }

    /// What `rosey schema check` refuses, in the order of the lines.
    private static func refusals(of text: String) async throws -> [Refusal] {
        let loaded = SchemaLoader.load(SourceFile(path: "schema.yaml", bytes: Array(text.utf8)))
        let errors = loaded.diagnostics + SwiftGenerator.checkNames(loaded.readable)
        if errors.hasErrors { return errors.filter { $0.severity == .error }.sortedByPosition().map { Refusal($0) } }
        guard let schema = loaded.schema else { return [] }
        return try await SQLiteTrial.findings(in: schema).map { Refusal($0.diagnostic, key: $0.key) }
    }
}
