import ExactText
public import RoseyRuntime

/// What a database has, each thing with a description in which everything is said the same way that means the same.
///
/// Two databases are the same if their catalogs are equal. The order of columns, and on SQLite comments, do not count:
/// nothing depends on them.
public struct Catalog: Hashable, Sendable {
    /// The description of each thing, by what people call it: `column users.name`.
    public private(set) var items: [String: String]

    public init(items: [String: String] = [:]) {
        self.items = items
    }

    /// Reads the catalog of the current schema, without the runtime's own tables.
    ///
    /// - Throws: ``DatabaseError``
    public init(of session: Session) async throws {
        switch session.dialect {
        case .sqlite: items = try await SQLiteCatalog(session).items()
        case .postgresql: items = try await PostgreSQLCatalog(session).items()
        }
    }

    /// Reads the catalog of a live database as its server words it by itself, whatever the settings of the session are.
    ///
    /// - Throws: ``DatabaseError``
    public init(ofLive database: Database) async throws {
        switch database.dialect {
        case .sqlite: self = try await database.read { try await Catalog(of: $0.session) }
        // A transaction of the primary: a replica may not have yet what a migration has just made.
        case .postgresql:
            self = try await database.transaction { transaction in
                try await PostgreSQLReader.resetOutput(of: transaction.session)
                return try await Catalog(of: transaction.session)
            }
        }
    }

    /// In what this database is not what it should be.
    public func differences(from expected: Catalog) -> [CatalogDifference] {
        var differences: [CatalogDifference] = []
        let names = Set(items.keys).union(expected.items.keys)
        // What belongs to a table that is not there at all need not be told.
        let tables = names.filter { $0.hasPrefix("table ") || $0.hasPrefix("view ") }
        let uneven = tables.filter { (items[$0] == nil) != (expected.items[$0] == nil) }
        let absent = Set(uneven.map { $0.drop { $0 != " " }.dropFirst() })
        for name in names.sorted() where items[name] != expected.items[name] {
            if !tables.contains(name), absent.contains(Self.table(of: name)) { continue }
            let difference = CatalogDifference(subject: name, found: items[name], expected: expected.items[name])
            if !Self.isKeyDefaultOfSingleton(difference, expected) { differences.append(difference) }
        }
        return Self.withoutNamings(differences)
    }

    /// Whether a column lacks no more than the default that a singleton's key has: it is written with every row, so that nothing
    /// depends on the default.
    private static func isKeyDefaultOfSingleton(_ difference: CatalogDifference, _ expected: Catalog) -> Bool {
        guard difference.subject.hasPrefix("column "), let found = difference.found, let wanted = difference.expected,
            wanted.replacing(" default 1", by: "") == found
        else { return false }
        let table = String(Self.table(of: difference.subject))
        return expected.items["check \((table + "_singleton").cut(to: 63)) on \(table)"] != nil
    }

    /// Without what only has no name in one of the databases: a check or a unique constraint that SQLite was not given a
    /// name for, beside one with a name that says the same of the same table.
    private static func withoutNamings(_ differences: [CatalogDifference]) -> [CatalogDifference] {
        var named: [String: [Int]] = [:]
        for (position, difference) in differences.enumerated() {
            guard let meaning = difference.meaning, !difference.isUnnamed else { continue }
            named[meaning, default: []].append(position)
        }
        var dropped: Set<Int> = []
        for (position, difference) in differences.enumerated() where difference.isUnnamed {
            guard let meaning = difference.meaning,
                let other = named[meaning]?.first(where: {
                    !dropped.contains($0) && (differences[$0].found == nil) != (difference.found == nil)
                })
            else { continue }
            dropped.formUnion([position, other])
        }
        return differences.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
    }

    /// The table that a thing belongs to: of `index i on t` and of `column t.c`, `t`.
    private static func table(of name: String) -> Substring {
        if let range = name.ranges(of: " on ").last { return name[range.upperBound...] }
        let rest = name.drop { $0 != " " }.dropFirst()
        return rest.prefix { $0 != "." }
    }
}

/// A thing that is there and should not be, is not there and should be, or is another one than it should be.
public struct CatalogDifference: Hashable, Sendable, Codable, CustomStringConvertible {
    public var subject: String
    /// `nil` where it is missing.
    public var found: String?
    /// `nil` where nobody asked for it.
    public var expected: String?

    /// Whether it is a check or a unique constraint that has no name of its own, as only SQLite has them.
    fileprivate var isUnnamed: Bool { subject.hasPrefix("check (") || subject.hasPrefix("unique (") }

    /// What a check or a unique constraint says of which table, if it is on one side alone.
    fileprivate var meaning: String? {
        guard (found == nil) != (expected == nil), let table = subject.ranges(of: " on ").last else { return nil }
        let place = subject[table.lowerBound...]
        if subject.hasPrefix("check ") { return "check \(found ?? expected ?? "")\(place)" }
        if subject.hasPrefix("unique (") { return subject }
        guard subject.hasPrefix("index "), let text = found ?? expected, text.hasPrefix("unique (") else { return nil }
        return text + place
    }

    public var description: String {
        switch (found, expected) {
        case (nil, _?) where subject.hasPrefix("table "): "\(subject) is missing"
        case (_?, nil) where subject.hasPrefix("table "): "\(subject) is not in the schema"
        case (nil, let expected?): "\(subject) is missing" + (expected.isEmpty ? "" : ": \(expected)")
        case (let found?, nil): "\(subject) is not in the schema" + (found.isEmpty ? "" : ": \(found)")
        default: "\(subject) is '\(found ?? "")', and should be '\(expected ?? "")'"
        }
    }
}
