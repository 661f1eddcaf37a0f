import Synchronization

/// One SQL statement, in the text of each dialect, as generated code and typed queries hand it to a driver.
public struct Statement: Sendable {
    /// What running a statement can mean for the thread it runs on.
    public enum Effect: UInt8, Sendable {
        /// Reads. It may take long, but can be stopped and run again elsewhere.
        case read
        /// Reads a row by its key, which is short.
        case lookup
        /// Writes a row found by its key, which is short.
        case write
        /// Writes however many rows it finds.
        case bulkWrite
    }

    /// The place of the prepared statement in each connection's cache, or -1 where its words, or its text, are the key.
    public let id: Int
    public let effect: Effect
    @usableFromInline let sqliteText: String
    @usableFromInline let postgresqlText: String
    /// What the text is made of, where it is put together while the program runs.
    @usableFromInline let words: [SQLWord]
    /// The table it works on, which SQLite's errors do not always name.
    public let table: String

    /// A statement known when the code was generated.
    @inlinable
    public init(
        _ block: StatementBlock, _ number: Int, _ effect: Effect, table: String, sqlite: String, postgresql: String
    ) {
        self.id = block.base + number
        self.effect = effect
        self.table = table
        self.words = []
        self.sqliteText = sqlite
        self.postgresqlText = postgresql
    }

    /// A statement put together while the program runs.
    ///
    /// - Parameter sql: the text, with `?` or `?1` where values go, on every database.
    @inlinable
    public init(_ sql: String, _ effect: Effect, table: String) {
        self.id = -1
        self.effect = effect
        self.table = table
        self.words = []
        self.sqliteText = sql
        self.postgresqlText = sql
    }

    /// A statement of words that generated code and this library know.
    @usableFromInline
    init(_ words: [SQLWord], _ effect: Effect, table: String) {
        self.id = -1
        self.effect = effect
        self.table = table
        self.words = words
        self.sqliteText = ""
        self.postgresqlText = ""
    }

    /// The text for SQLite; that of a query is put together each time.
    public var sqlite: String { words.isEmpty ? sqliteText : words.text }
    /// The text for PostgreSQL; that of a query is put together each time.
    public var postgresql: String { words.isEmpty ? postgresqlText : words.text }

    /// What tells it from others that have no number.
    var key: StatementKey { words.isEmpty ? .text(sqliteText) : .words(words) }

    /// The text for one database.
    @usableFromInline
    func sql(_ dialect: Dialect) -> String {
        dialect == .sqlite ? sqlite : postgresql
    }

    @inlinable
    public var isWrite: Bool { effect == .write || effect == .bulkWrite }

    @inlinable
    var access: Access {
        switch effect {
        case .lookup: .lookup
        case .read: .read
        case .write, .bulkWrite: .write
        }
    }
}

extension String {
    /// A command of a script without what surrounds it, for errors.
    var trimmedCommand: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }
}

/// The statement numbers of one generated module. Several modules can share a database: each has a block of its own.
public struct StatementBlock: Sendable {
    @usableFromInline let base: Int

    private static let nextBase = Atomic<Int>(0)

    /// Reserves numbers for `count` statements, for as long as the process runs.
    public init(count: Int) {
        base = Self.nextBase.wrappingAdd(count, ordering: .relaxed).oldValue
    }
}
