import CSQLite

/// The prepared statements of one connection: those of generated code by number, those of dynamic SQL by their text.
/// Preparing costs more than running most statements, so generated ones stay for good and dynamic ones while in use.
struct StatementCache {
    private var numbered: [OpaquePointer?] = []
    private var dynamic: [SQLText: Entry] = [:]
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
        id < numbered.count ? numbered[id] : nil
    }

    mutating func insert(_ handle: OpaquePointer, id: Int) {
        if id >= numbered.count {
            numbered.append(contentsOf: repeatElement(nil, count: id + 1 - numbered.count))
        }
        numbered[id] = handle
    }

    mutating func find(_ sql: String) -> OpaquePointer? {
        guard let index = dynamic.index(forKey: SQLText(text: sql)) else { return nil }
        clock += 1
        dynamic.values[index].lastUse = clock
        return dynamic.values[index].handle
    }

    mutating func insert(_ handle: OpaquePointer, sql: String) {
        if dynamic.count >= capacity, let oldest = dynamic.min(by: { $0.value.lastUse < $1.value.lastUse }) {
            sqlite3_finalize(oldest.value.handle)
            dynamic[oldest.key] = nil
        }
        clock += 1
        dynamic[SQLText(text: sql)] = Entry(handle: handle, lastUse: clock)
    }

    mutating func finalizeAll() {
        for handle in numbered { sqlite3_finalize(handle) }
        for entry in dynamic.values { sqlite3_finalize(entry.handle) }
        numbered = []
        dynamic = [:]
    }
}

/// SQL as a key. Two texts are the same only if their bytes are: Swift's strings are equal by canonical equivalence, and
/// would make one of two tables whose names differ just in how they are composed.
private struct SQLText: Hashable {
    var text: String

    static func == (left: SQLText, right: SQLText) -> Bool {
        left.text.hasSameUnits(as: right.text)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
