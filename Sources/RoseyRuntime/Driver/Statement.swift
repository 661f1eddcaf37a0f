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
    @usableFromInline let text: Text
    /// The table it works on, which SQLite's errors do not always name.
    public let table: String

    @usableFromInline
    enum Text: Sendable {
        /// Literals of the program, which cost nothing to hand on.
        case generated(PerDialect<SQLWord>)
        /// What a query is put together from while the program runs.
        case words([SQLWord])
        case dynamic(String)
    }

    /// A statement known when the code was generated.
    @inlinable
    public init(
        _ block: StatementBlock, _ number: Int, _ effect: Effect, table: String, sqlite: SQLWord, postgresql: SQLWord
    ) {
        self.id = block.base + number
        self.effect = effect
        self.table = table
        self.text = .generated(PerDialect(sqlite: sqlite, postgresql: postgresql))
    }

    /// A statement put together while the program runs.
    ///
    /// - Parameter sql: the text, with `?` or `?1` where values go, on every database.
    @inlinable
    public init(_ sql: String, _ effect: Effect, table: String) {
        self.id = -1
        self.effect = effect
        self.table = table
        self.text = .dynamic(sql)
    }

    /// A statement known when the code was generated, of a database system that has it alone.
    init(_ block: StatementBlock, _ number: Int, _ effect: Effect, table: String, _ sql: SQLWord) {
        self.id = block.base + number
        self.effect = effect
        self.table = table
        self.text = .words([sql])
    }

    /// A statement of words that generated code and this library know.
    @usableFromInline
    init(_ words: [SQLWord], _ effect: Effect, table: String) {
        self.id = -1
        self.effect = effect
        self.table = table
        self.text = .words(words)
    }

    /// A statement that the library has put together, and that is to be known by a number.
    init(id: Int, _ effect: Effect, table: String, _ sql: String) {
        self.id = id
        self.effect = effect
        self.table = table
        self.text = .dynamic(sql)
    }

    /// The text for SQLite, put together each time.
    public var sqlite: String { sql(.sqlite) }
    /// The text for PostgreSQL, put together each time.
    public var postgresql: String { sql(.postgresql) }

    /// What tells it from others that have no number.
    var key: StatementKey {
        switch text {
        case .generated(let texts): .words([texts.sqlite])
        case .words(let words): .words(words)
        case .dynamic(let text): .text(text)
        }
    }

    /// The text for one database.
    @usableFromInline
    func sql(_ dialect: Dialect) -> String {
        switch text {
        case .generated(let texts): texts[dialect].description
        case .words(let words): words.text
        case .dynamic(let text): text
        }
    }

    /// Whether its text may be of any kind, as it is not put together by generated code or by a query.
    var hasDynamicText: Bool {
        if case .dynamic = text { true } else { false }
    }

    @inlinable
    @inline(__always)
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
