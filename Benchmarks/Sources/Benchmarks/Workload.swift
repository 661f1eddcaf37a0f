/// What every contestant does, on the same rows: 10,000 of `user_stats`, and 100,000 of `recent_chat`.
enum Workload: String, CaseIterable, Sendable {
    case selects = "W1"
    case selectsInTransaction = "W1b"
    case inserts = "W2"
    case manyInserts = "W2 many"
    case fetchAll = "W3"
    case pages = "W4"
    case updates = "W5"
    /// On PostgreSQL with `synchronous_commit`, which is off otherwise.
    case durableUpdates = "W5 sync"
    case upserts = "W6"
    case manyUpserts = "W6 many"
    case messages = "W7"

    var title: String {
        switch self {
        case .selects: "a row by its key, one after another"
        case .selectsInTransaction: "the same in one transaction that reads"
        case .inserts: "insert rows one by one, in one transaction"
        case .manyInserts: "insert an array of rows"
        case .fetchAll: "fetch 100,000 rows into an array of models"
        case .pages: "ten rows by an index, in its order"
        case .updates: "count a column up by key, a transaction each"
        case .durableUpdates: "the same, on the disk before it is done"
        case .upserts: "upsert rows one by one, in one transaction"
        case .manyUpserts: "upsert an array of rows"
        case .messages: "a chat message: update, insert and delete in one transaction"
        }
    }

    /// How many times in one turn. With a server most take a fifth of a second or more: for 30 ms after somebody else's turn the
    /// system often has client and server share a core, at another speed for each of them.
    func operations(isServer: Bool) -> Int {
        switch self {
        case .selects, .selectsInTransaction: isServer ? 10_000 : 50_000
        case .inserts, .upserts, .manyInserts, .manyUpserts: 10_000
        case .fetchAll: Samples.rows
        case .pages, .updates: isServer ? 10_000 : 5_000
        case .durableUpdates: 2_000
        case .messages: isServer ? 3_000 : 1_000
        }
    }

    /// How many times it is done in one turn, where that is for all rows.
    var repetitions: Int { self == .fetchAll ? 5 : 1 }

    var isUpsert: Bool { self == .upserts || self == .manyUpserts }

    /// Whether it begins without chat messages, and leaves another number of them than the others find.
    var fillsChat: Bool { self == .inserts || self == .manyInserts }
}

/// The values that all work with, made before the clock runs.
enum Samples {
    static let users = 10_000
    static let rows = 100_000
    static let chatters = 1_000
    static let firstTime = 1_790_000_000
    static let names = (0..<users).map { "user\($0)" }
    static let messages = (0..<rows).map { "this is chat message number \($0)" }

    /// The name of the user that operation `i` is about.
    static func name(_ i: Int) -> String { names[i &* 7919 % users] }
    /// The first timestamp that operation `i` of W4 asks for, of those from `start` on.
    static func time(_ i: Int, _ start: Int) -> Int { firstTime + start + i &* 7919 % (rows - 10) }
}
