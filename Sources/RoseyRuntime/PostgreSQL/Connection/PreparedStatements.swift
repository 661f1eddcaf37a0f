#if PostgreSQL
/// A statement that the server keeps prepared, under a name of this connection's.
final class PreparedStatement {
    /// With the NUL at its end that C wants.
    let name: [CChar]
    let sql: String
    /// Whether the server has it. It is noted after the server has said so, since an error before it in the same flight
    /// keeps the server from even looking at it.
    var isReady = false

    init(name: String, sql: String) {
        self.name = Array(name.utf8CString)
        self.sql = sql
    }
}

/// The prepared statements of one connection: those of generated code by number, others by their key and the types
/// of their values.
struct PreparedStatements {
    private struct Key: Hashable {
        let statement: StatementKey
        let types: [UInt32]
    }

    private struct Entry {
        let statement: PreparedStatement
        var lastUse: UInt64
    }

    private var numbered: [PreparedStatement?] = []
    private var dynamic: [Key: Entry] = [:]
    private var clock: UInt64 = 0
    private var lastName = 0
    private let capacity: Int
    /// The names of statements that the server can forget, or `ALL`.
    private(set) var evicted: [String] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    mutating func find(_ statement: Statement, _ encoder: ParameterEncoder) -> PreparedStatement {
        if statement.id >= 0 {
            if statement.id < numbered.count, let known = numbered[statement.id] { return known }
            if statement.id >= numbered.count {
                numbered.append(contentsOf: repeatElement(nil, count: statement.id + 1 - numbered.count))
            }
            let new = PreparedStatement(name: newName(), sql: statement.postgresql)
            numbered[statement.id] = new
            return new
        }
        clock += 1
        let key = Key(statement: statement.key, types: encoder.slots.map(\.type))
        if let index = dynamic.index(forKey: key) {
            dynamic.values[index].lastUse = clock
            return dynamic.values[index].statement
        }
        if dynamic.count >= capacity, let oldest = dynamic.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            evict(oldest.value.statement)
            dynamic[oldest.key] = nil
        }
        let new = PreparedStatement(name: newName(), sql: NumberedPlaceholders.sql(statement.postgresql))
        dynamic[key] = Entry(statement: new, lastUse: clock)
        return new
    }

    /// Forgets one that the server cannot run any more.
    mutating func remove(_ statement: PreparedStatement) {
        if let index = numbered.firstIndex(where: { $0 === statement }) { numbered[index] = nil }
        if let key = dynamic.first(where: { $0.value.statement === statement })?.key { dynamic[key] = nil }
        evict(statement)
    }

    /// Forgets all, since the server has forgotten one. It may not have forgotten the others.
    mutating func removeAll() {
        numbered = []
        dynamic = [:]
        evicted = ["ALL"]
    }

    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }

    private mutating func evict(_ statement: PreparedStatement) {
        if statement.isReady {
            evicted.append(String(decoding: statement.name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
    }

    private mutating func newName() -> String {
        lastName += 1
        return "rosey_\(lastName)"
    }
}
#endif
