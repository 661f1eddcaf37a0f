#if PostgreSQL
import CLibPQ

/// A statement that the server keeps prepared under a name, or gets anew each time.
final class PreparedStatement {
    let name: UnsafeMutablePointer<CChar>
    let sql: String
    /// The types of its values, where the same text may be prepared for others as well.
    let types: [Oid]
    /// Whether the server has it under its name. It is noted after the server has said so, since an error before it in the same flight
    /// keeps the server from even looking at it.
    var isReady = false
    /// Whether its rows are received one at a time rather than held all at once. That halves the memory which many rows take,
    /// and takes a few too long; so it is for those that were many last time, and for those of which nobody knows.
    private(set) var isReceivedByRow: Bool
    private let canBeReceivedByRow: Bool
    /// Whether they are fetched by COPY, as they were many last time.
    private(set) var isCopied = false
    private let canBeCopied: Bool

    /// How many bytes of rows are held at most.
    static let mostHeld = 4 << 20

    /// Notes how many bytes its rows take, or that they are more than may be held.
    func note(size: Int) {
        isReceivedByRow = size > Self.mostHeld && canBeReceivedByRow
        isCopied = isReceivedByRow && canBeCopied
    }

    fileprivate init(name: String, sql: String, types: [Oid], _ statement: Statement) {
        self.name = name.utf8CString.withUnsafeBufferPointer { text in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
            for (index, unit) in text.enumerated() { (copy + index).initialize(to: unit) }
            return copy
        }
        self.sql = sql
        self.types = types
        canBeReceivedByRow = statement.effect != .lookup
        isReceivedByRow = statement.effect == .read
        canBeCopied = isReceivedByRow && types.isEmpty && !statement.hasDynamicText
    }

    deinit { name.deallocate() }

    fileprivate func isFor(_ slots: [ParameterEncoder.Slot]) -> Bool {
        types.count == slots.count && slots.indices.allSatisfy { types[$0] == slots[$0].type }
    }
}

/// The prepared statements of one connection: those of generated code by number, others by their key and the types
/// of their values.
///
/// A name says what it stands for, so that on a session which a pooler gives to several clients in turn no client can run another's
/// statement for its own. Behind the digest is a number, because a name that this connection has used may still be taken.
struct PreparedStatements: ~Copyable {
    private var numbered: [PreparedStatement?] = []
    /// For each key as many as there are different types of values.
    private var dynamic: StatementTable<PreparedStatement>
    private var lastName = 0
    /// Whether the server keeps statements for this connection.
    private(set) var areNamed: Bool
    /// The names of statements that the server can forget, or `ALL`.
    private(set) var evicted: [String] = []

    static let namePrefix = "rosey_"

    init(capacity: Int, areNamed: Bool) {
        self.areNamed = areNamed
        dynamic = StatementTable(capacity: capacity)
    }

    mutating func find(_ statement: Statement, _ encoder: ParameterEncoder) -> PreparedStatement {
        if statement.id >= 0 {
            if statement.id < numbered.count, let known = numbered[statement.id] { return known }
            if statement.id >= numbered.count {
                numbered.append(contentsOf: repeatElement(nil, count: statement.id + 1 - numbered.count))
            }
            let new = make(statement, statement.postgresql, encoder)
            numbered[statement.id] = new
            return new
        }
        let key = statement.key
        if let known = dynamic.find(key, where: { $0.isFor(encoder.slots) }) { return known }
        let new = make(statement, NumberedPlaceholders.sql(statement.postgresql), encoder)
        if let oldest = dynamic.insert(new, key) { evict(oldest) }
        return new
    }

    /// Forgets one that the server cannot run any more.
    mutating func remove(_ statement: PreparedStatement) {
        if let index = numbered.firstIndex(where: { $0 === statement }) { numbered[index] = nil }
        dynamic.remove { $0 === statement }
        evict(statement)
    }

    /// Forgets all, since the server has forgotten one. It may not have forgotten the others.
    mutating func removeAll() {
        leaveAll()
        evicted = ["ALL"]
    }

    /// Forgets all that are on sessions of a pooler, and leaves them there: on a session there may be other clients' as well, and
    /// who comes upon one of these gets what its name says.
    mutating func leaveAll() {
        numbered = []
        dynamic.remove { _ in true }
        evicted = []
    }

    /// Sends statements without names from now on.
    mutating func stopNaming() {
        leaveAll()
        areNamed = false
    }

    mutating func takeEvicted() -> [String] {
        defer { evicted = [] }
        return evicted
    }

    private mutating func evict(_ statement: PreparedStatement) {
        if statement.isReady { evicted.append(String(cString: statement.name)) }
    }

    private mutating func make(
        _ statement: Statement, _ sql: String, _ encoder: ParameterEncoder
    ) -> PreparedStatement {
        let types = encoder.slots.map(\.type)
        return PreparedStatement(name: areNamed ? newName(sql, types) : "", sql: sql, types: types, statement)
    }

    private mutating func newName(_ sql: String, _ types: [Oid]) -> String {
        lastName += 1
        let words = types.map(String.init).joined(separator: " ") + "\n" + sql
        // Half of the digest, as a name has 63 bytes at most.
        let digits = SHA256.digest(Array(words.utf8)).prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return Self.namePrefix + digits.joined() + "_\(lastName)"
    }
}
#endif
