import RoseyRuntime
public import SchemaKit
import SchemaSQL

/// Lets SQLite read the SQL that a schema states itself, so that a misspelt function or a query that does not fit is found
/// when the schema is checked, and not when a revision is applied.
public struct SQLiteTrial {
    private let db: Database
    private var findings: [Finding] = []

    struct Finding {
        let diagnostic: Diagnostic
        /// The key of a column whose SQL it is.
        let key: String?
    }

    /// What SQLite does not understand, each at the part of the schema that has it.
    ///
    /// - Throws: `DatabaseError` where a database in memory cannot be had.
    public static func diagnostics(for schema: Schema) async throws -> [Diagnostic] {
        try await findings(in: schema).map(\.diagnostic)
    }

    static func findings(in schema: Schema) async throws -> [Finding] {
        let db = try await Database.open(url: "sqlite:///:memory:")
        var trial = SQLiteTrial(db: db)
        for table in schema.tables { try await trial.makeTable(table) }
        for table in schema.tables { await trial.read(table) }
        for view in schema.views { await trial.read(view) }
        await db.close()
        return trial.findings.sorted {
            ($0.diagnostic.span.file, $0.diagnostic.span.start) < ($1.diagnostic.span.file, $1.diagnostic.span.start)
        }
    }

    private init(db: Database) {
        self.db = db
    }

    /// The columns alone: whatever else is wrong does not keep the rest from being looked at.
    private func makeTable(_ table: Table) async throws {
        let dialect = SQLiteDialect()
        let columns = table.columns.map { "\(dialect.quote($0.name)) \(dialect.typeName($0.type))" }
        try await run("CREATE TABLE \(dialect.quote(table.name)) (\(columns.joined(separator: ", ")))", .write)
    }

    private mutating func read(_ table: Table) async {
        let name = SQLiteDialect().quote(table.name)
        func select(_ text: DialectText) -> String { "EXPLAIN SELECT (\(text[.sqlite])) FROM \(name)" }
        for column in table.columns {
            if case .expression(let text) = column.defaultValue {
                await explain(
                    "EXPLAIN SELECT (\(text[.sqlite]))", "the default expression of '\(column.name)'", column.origin,
                    key: "default_expression")
            }
            if let generated = column.generated {
                await explain(select(generated.expression), "the expression of '\(column.name)'", column.origin)
            }
        }
        for check in table.checks { await explain(select(check.condition), "the check '\(check.name)'", check.origin) }
        for unique in table.uniques {
            guard let predicate = unique.predicate else { continue }
            await explain(select(predicate), "the condition of '\(unique.name)'", unique.origin)
        }
        for index in table.indexes {
            if let predicate = index.predicate {
                await explain(select(predicate), "the condition of '\(index.name)'", index.origin)
            }
            for term in index.terms {
                guard case .expression(let text) = term.key else { continue }
                await explain(select(text), "the expression of '\(index.name)'", term.origin)
            }
        }
    }

    private mutating func read(_ view: View) async {
        let dialect = SQLiteDialect()
        let what = "the view '\(view.name)'"
        await explain("EXPLAIN \(view.query[.sqlite])", what, view.origin)
        if findings.contains(where: { $0.diagnostic.span == view.origin.span }) { return }
        // Only with its columns: that they are as many as the query's shows when it is read.
        do {
            try await run(dialect.createView(view), .write)
        } catch {
            note(error, what, view.origin)
            return
        }
        await explain("EXPLAIN SELECT * FROM \(dialect.quote(view.name))", what, view.origin)
    }

    private mutating func explain(_ sql: String, _ what: String, _ origin: Origin, key: String? = nil) async {
        do {
            try await run(sql, .read)
        } catch {
            note(error, what, origin, key: key)
        }
    }

    private func run(_ sql: String, _ effect: Statement.Effect) async throws {
        _ = try await db.session.fetchAll(Statement(sql, effect, table: ""), { _ in }, { _ in })
    }

    private mutating func note(_ error: any Error, _ what: String, _ origin: Origin, key: String? = nil) {
        guard let span = origin.span else { return }
        let reason = (error as? DatabaseError)?.message ?? "\(error)"
        findings.append(
            Finding(diagnostic: Diagnostic(message: "\(what): SQLite says: \(reason)", span: span), key: key))
    }
}
