import CSQLite

/// The prepared statements of one connection: those of generated code by number, others by their key.
/// Preparing costs more than running most statements, so generated ones stay for good and dynamic ones while in use.
struct StatementCache {
    private var numbered: [OpaquePointer?] = []
    private var dynamic: [StatementKey: Entry] = [:]
    private var clock: UInt64 = 0
    private let capacity: Int

    private struct Entry {
        let handle: OpaquePointer
        var lastUse: UInt64
    }

    init(capacity: Int) {
        self.capacity = capacity
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

    mutating func find(_ key: StatementKey) -> OpaquePointer? {
        guard let index = dynamic.index(forKey: key) else { return nil }
        clock += 1
        dynamic.values[index].lastUse = clock
        return dynamic.values[index].handle
    }

    mutating func insert(_ handle: OpaquePointer, _ key: StatementKey) {
        if dynamic.count >= capacity, let oldest = dynamic.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            sqlite3_finalize(oldest.value.handle)
            dynamic[oldest.key] = nil
        }
        clock += 1
        dynamic[key] = Entry(handle: handle, lastUse: clock)
    }

    mutating func finalizeAll() {
        for handle in numbered { sqlite3_finalize(handle) }
        for entry in dynamic.values { sqlite3_finalize(entry.handle) }
        numbered = []
        dynamic = [:]
    }
}
