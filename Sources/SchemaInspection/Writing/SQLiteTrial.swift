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
        let columns = table.columns.map { "\(dialect.quote($0.name)) \(dialect.typeName($0.type))" }
        try await run("CREATE TABLE \(dialect.quote(table.name)) (\(columns.joined(separator: ", ")))", .write)
    }

    /// Each part is read in a query first, which tells best what is wrong with it, and then defined and used: some functions
    /// are not for definitions, or for some kinds of them.
    private mutating func read(_ table: Table) async {
        let name = dialect.quote(table.name)
        func select(_ text: DialectText) -> String { "EXPLAIN SELECT (\(text[.sqlite])) FROM \(name)" }
        for column in table.columns {
            let definition = define(table, with: column)
            if case .expression(let text) = column.defaultValue {
                await attempt(
                    ["EXPLAIN SELECT (\(text[.sqlite]))"] + definition, "the default expression of '\(column.name)'",
                    column.origin, key: "default_expression")
            }
            if let generated = column.generated {
                await attempt(
                    [select(generated.expression)] + definition, "the expression of '\(column.name)'", column.origin)
            }
        }
        for check in table.checks {
            await attempt(
                [select(check.condition)] + define(table, with: check), "the check '\(check.name)'", check.origin)
        }
        for unique in table.uniques {
            guard let predicate = unique.predicate else { continue }
            let definition = define(unique.name, on: table, dialect.createIndex(for: unique, on: table))
            await attempt([select(predicate)] + definition, "the condition of '\(unique.name)'", unique.origin)
        }
        for index in table.indexes {
            if let predicate = index.predicate {
                var other = index
                other.terms = table.columns.prefix(1).map { Index.Term(.column($0.name)) }
                let definition = define(index.name, on: table, dialect.createIndex(other, on: table))
                await attempt([select(predicate)] + definition, "the condition of '\(index.name)'", index.origin)
            }
            for term in index.terms {
                guard case .expression(let text) = term.key else { continue }
                let other = Index(name: index.name, terms: [term])
                let definition = define(index.name, on: table, dialect.createIndex(other, on: table))
                await attempt([select(text)] + definition, "the expression of '\(index.name)'", term.origin)
            }
        }
    }

    private let dialect = SQLiteDialect()
    /// A name that is no table's of a schema.
    private static let scratch = "rosey_trial"

    private func define(_ table: Table, with column: SchemaKit.Column) -> [String] {
        define(table) { trial in
            guard let position = trial.columns.firstIndex(where: { $0.name == column.name }) else { return }
            trial.columns[position] = column
        }
    }

    private func define(_ table: Table, with check: Check) -> [String] { define(table) { $0.checks = [check] } }

    /// Makes a table with plain columns and one part more, writes to it and reads it.
    private func define(_ table: Table, _ change: (inout Table) -> Void) -> [String] {
        var trial = Table(
            name: table.name,
            columns: table.columns.map { SchemaKit.Column(name: $0.name, type: $0.type, isNullable: true) })
        change(&trial)
        let name = dialect.quote(Self.scratch)
        return [
            dialect.createTable(trial, as: Self.scratch), "EXPLAIN INSERT INTO \(name) DEFAULT VALUES",
            "EXPLAIN SELECT * FROM \(name)", "DROP TABLE \(name)",
        ]
    }

    /// Makes an index, and writes to its table.
    private func define(_ index: String, on table: Table, _ definition: String) -> [String] {
        [
            definition, "EXPLAIN INSERT INTO \(dialect.quote(table.name)) DEFAULT VALUES",
            "DROP INDEX \(dialect.quote(index))",
        ]
    }

    private mutating func read(_ view: View) async {
        let what = "the view '\(view.name)'"
        await attempt(["EXPLAIN \(view.query[.sqlite])"], what, view.origin)
        if findings.contains(where: { $0.diagnostic.span == view.origin.span }) { return }
        // Only with its columns: that they are as many as the query's shows when it is read.
        do {
            try await run(dialect.createView(view), .write)
        } catch {
            note(error, what, view.origin)
            return
        }
        await attempt(["EXPLAIN SELECT * FROM \(dialect.quote(view.name))"], what, view.origin)
    }

    /// Runs statements one after another until SQLite refuses one; then nothing of them stays.
    private mutating func attempt(_ statements: [String], _ what: String, _ origin: Origin, key: String? = nil) async {
        do {
            try await db.transaction { transaction in
                // As commands, which are prepared each time: an EXPLAIN is not prepared anew by itself where the table that it
                // is about is another one by now.
                for sql in statements { try await transaction.runCommand(sql) }
            }
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
