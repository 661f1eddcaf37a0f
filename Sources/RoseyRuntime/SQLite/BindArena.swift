/// Memory for the short texts bound to one statement, so that SQLite need not allocate a copy of each.
///
/// SQLite reads bound text until the statement is bound anew or reset for good, and a connection's arena is filled only
/// when a statement is bound. A cursor that stays open while others run has an arena of its own.
@usableFromInline
final class BindArena {
    @usableFromInline static let capacity = 4096
    @usableFromInline let start = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    @usableFromInline var used = 0

    init() {}

    deinit { start.deallocate() }

    @inlinable
    func reset() { used = 0 }

    /// A copy that lives until the next reset, or `nil` where there is no room for it.
    @inlinable
    func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer? {
        guard bytes.count <= Self.capacity - used else { return nil }
        let copy = start + used
        if let source = bytes.baseAddress { copy.copyMemory(from: source, byteCount: bytes.count) }
        used += bytes.count
        return copy
    }
}
