public import SchemaKit

/// Which tables and columns of a schema are those of the one before it under another name. Nothing but a person's word
/// tells a rename from a drop and an addition.
public struct Renames: Hashable, Sendable {
    /// The new name of a table, by its old one.
    public private(set) var tables: [String: String] = [:]
    /// The new names of columns by their old ones, by the new name of their table.
    public private(set) var columns: [String: [String: String]] = [:]

    public init() {}

    /// What `renamed_from` says in `new`.
    ///
    /// A hint that has been followed already does nothing: the schema before has it too.
    ///
    /// - Parameter decisions: what was decided elsewhere.
    /// - Throws: for a hint that names nothing, or something that is still there.
    public init(from old: Schema, to new: Schema, decisions: [RenameDecision] = []) throws(MigrationError) {
        for table in new.tables {
            guard let source = table.renamedFrom, old.table(named: table.name)?.renamedFrom != source else { continue }
            try renameTable(source, table.name, old, new, at: table.origin)
        }
        for decision in decisions where decision.table == nil {
            guard new.table(named: decision.to) != nil else {
                throw MigrationError("--rename \(decision): there is no table '\(decision.to)' in the schema")
            }
            guard old.table(named: decision.from) != nil else {
                throw MigrationError("--rename \(decision): the previous revision has no table '\(decision.from)'")
            }
            try renameTable(decision.from, decision.to, old, new, at: Origin())
        }
        for table in new.tables {
            guard let before = old.tables.first(where: { newName(of: $0.name) == table.name }) else { continue }
            for column in table.columns {
                guard let source = column.renamedFrom else { continue }
                if before.column(named: column.name)?.renamedFrom == source { continue }
                try renameColumn(source, column.name, before, table, at: column.origin)
            }
        }
        for decision in decisions {
            guard let name = decision.table else { continue }
            guard let table = new.table(named: name),
                let before = old.tables.first(where: { newName(of: $0.name) == name })
            else { throw MigrationError("--rename \(decision): there is no table '\(name)' in both schemas") }
            guard table.column(named: decision.to) != nil else {
                throw MigrationError("--rename \(decision): '\(name)' has no column '\(decision.to)'")
            }
            guard before.column(named: decision.from) != nil else {
                throw MigrationError(
                    "--rename \(decision): '\(before.name)' of the previous revision has no column '\(decision.from)'")
            }
            try renameColumn(decision.from, decision.to, before, table, at: Origin())
        }
        try refuseLosses(old, new)
    }

    /// What a table is called now; nothing for one whose name another table has got.
    func newName(of table: String) -> String? {
        tables[table] ?? (tables.values.contains(table) ? nil : table)
    }

    /// What a column is called now; nothing for one whose name another column has got.
    func newName(of column: String, in table: String) -> String? {
        let columns = columns[table] ?? [:]
        return columns[column] ?? (columns.values.contains(column) ? nil : column)
    }

    /// The way back.
    public var reversed: Renames {
        var back = Renames()
        for (old, new) in tables { back.tables[new] = old }
        for (table, names) in columns {
            let before = back.tables[table] ?? table
            for (old, new) in names { back.columns[before, default: [:]][new] = old }
        }
        return back
    }

    /// As a person would decide them, in order.
    public var decisions: [RenameDecision] {
        tables.sorted { $0.key < $1.key }.map { RenameDecision(table: nil, from: $0.key, to: $0.value) }
            + columns.sorted { $0.key < $1.key }.flatMap { table, names in
                names.sorted { $0.key < $1.key }.map { RenameDecision(table: table, from: $0.key, to: $0.value) }
            }
    }

    private mutating func renameTable(
        _ source: String, _ name: String, _ old: Schema, _ new: Schema, at origin: Origin
    ) throws(MigrationError) {
        guard old.table(named: source) != nil else {
            // An old hint, whose table came and went; or the rename was done in an earlier revision.
            if old.table(named: name) != nil { return }
            throw MigrationError(
                "'\(name)' is said to be renamed from '\(source)', but the previous revision has no such table",
                at: origin)
        }
        if let other = tables[source], other != name {
            throw MigrationError("'\(source)' is renamed to '\(other)' already", at: origin)
        }
        if let other = tables.first(where: { $0.key != source && $0.value == name })?.key {
            throw MigrationError("'\(name)' cannot be renamed from both '\(other)' and '\(source)'", at: origin)
        }
        tables[source] = name
    }

    private mutating func renameColumn(
        _ source: String, _ name: String, _ old: Table, _ new: Table, at origin: Origin
    ) throws(MigrationError) {
        guard old.column(named: source) != nil else {
            if old.column(named: name) != nil { return }
            throw MigrationError(
                "'\(new.name).\(name)' is said to be renamed from '\(source)', but '\(old.name)' of the previous "
                    + "revision has no such column", at: origin)
        }
        if let other = columns[new.name]?[source], other != name {
            throw MigrationError("'\(new.name).\(source)' is renamed to '\(other)' already", at: origin)
        }
        if let other = columns[new.name]?.first(where: { $0.key != source && $0.value == name })?.key {
            throw MigrationError(
                "'\(new.name).\(name)' cannot be renamed from both '\(other)' and '\(source)'", at: origin)
        }
        columns[new.name, default: [:]][source] = name
    }

    /// What is renamed must be gone under its old name, or have it from something else that was renamed.
    private func refuseLosses(_ old: Schema, _ new: Schema) throws(MigrationError) {
        for (source, name) in tables where !tables.values.contains(source) {
            guard let still = new.table(named: source) else { continue }
            throw MigrationError(
                "'\(name)' is said to be renamed from '\(source)', but there still is a table '\(source)'; "
                    + "if that is a new one, rename in one revision and add it in the next",
                at: still.origin)
        }
        for (table, names) in columns {
            for (source, name) in names where !names.values.contains(source) {
                guard let still = new.table(named: table)?.column(named: source) else { continue }
                throw MigrationError(
                    "'\(table).\(name)' is said to be renamed from '\(source)', but there still is a column "
                        + "'\(source)'; if that is a new one, rename in one revision and add it in the next",
                    at: still.origin)
            }
        }
    }
}

/// That a table, or a column of one, has got another name: `people=users`, `users.who=name`.
public struct RenameDecision: Hashable, Sendable, CustomStringConvertible {
    /// The new name of the column's table, or `nil` for a table.
    public var table: String?
    public var from: String
    public var to: String

    public init(table: String?, from: String, to: String) {
        self.table = table
        self.from = from
        self.to = to
    }

    /// Reads what ``description`` writes.
    public init?(_ text: String) {
        let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { return nil }
        let parts = sides[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            table: parts.count == 2 ? String(parts[0]) : nil, from: String(parts[parts.count - 1]), to: String(sides[1])
        )
    }

    public var description: String { (table.map { $0 + "." } ?? "") + "\(from)=\(to)" }
}

/// Why there is no way from one schema to another, and where the schema says so.
public struct MigrationError: Error, Hashable, CustomStringConvertible {
    public var message: String
    public var span: SourceSpan?

    public init(_ message: String, at origin: Origin = Origin()) {
        self.message = message
        span = origin.span
    }

    public var description: String {
        span.map { "\(Diagnostic(message: message, span: $0))" } ?? message
    }
}
