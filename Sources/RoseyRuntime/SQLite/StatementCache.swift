import CSQLite

/// The prepared statements of one connection: those of generated code by number, others by their key.
/// Preparing costs more than running most statements, so generated ones stay for good and dynamic ones while in use.
struct StatementCache: ~Copyable {
    private var numbered: [OpaquePointer?] = []
    private var dynamic: StatementTable<OpaquePointer>

    init(capacity: Int) {
        dynamic = StatementTable(capacity: capacity)
    }

    subscript(id: Int) -> OpaquePointer? {
        numbered.indices.contains(id) ? numbered[id] : nil
    }

    mutating func insert(_ handle: OpaquePointer, id: Int) {
        if id >= numbered.count {
            numbered.append(contentsOf: repeatElement(nil, count: id + 1 - numbered.count))
        }
        numbered[id] = handle
    }

    mutating func find(_ key: StatementKey) -> OpaquePointer? { dynamic.find(key) }

    mutating func insert(_ handle: OpaquePointer, _ key: StatementKey) {
        if let oldest = dynamic.insert(handle, key) { sqlite3_finalize(oldest) }
    }

    mutating func finalizeAll() {
        for handle in numbered { sqlite3_finalize(handle) }
        for handle in dynamic.elements { sqlite3_finalize(handle) }
        numbered = []
        dynamic.remove { _ in true }
    }
}
