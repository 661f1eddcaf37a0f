import SchemaKit
import SchemaMigration

/// What schema.yaml says and no revision makes: the models have it, and a database that is up to date does not.
struct UnrevisedChanges {
    /// In words; none where there are no revisions, or it cannot be told what the last one makes.
    let changes: [String]
    private let path: String

    /// - Parameter path: that of the schema's file.
    init(_ schema: Schema, after revisions: [RevisionFolder], path: String) {
        self.path = path
        let heads = RevisionFolder.heads(of: revisions)
        // The snapshot is read only where it may differ.
        guard heads.count == 1, heads[0].schemaAfter != schema.fingerprint, let last = try? heads[0].snapshot() else {
            changes = []
            return
        }
        // A rename that is none is told when the revision is written.
        let renames = (try? Renames(from: last, to: schema)) ?? Renames()
        changes = SchemaDifference(from: last, to: schema, renames: renames).changes.map(\.description)
    }

    var warning: Diagnostic? {
        guard let first = changes.first else { return nil }
        let more = changes.count > 1 ? ", and \(changes.count - 1) more" : ""
        let start = SourcePosition(line: 1, column: 1)
        return Diagnostic(
            severity: .warning,
            message: "schema.yaml has changes that no revision makes (\(first)\(more)): rosey revision --autogenerate",
            span: SourceSpan(file: path, start: start, end: start))
    }
}
