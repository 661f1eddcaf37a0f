#if PostgreSQL
public import CLibPQ

/// The values of one statement in PostgreSQL's binary format, each after its length, as COPY wants them too.
///
/// A connection has one and fills it anew for every statement, so that binding allocates nothing once it has grown.
@usableFromInline
final class ParameterEncoder {
    /// Where a value begins in the buffer, how long it is (-1 for NULL), and its type (0 for the server to infer).
    @usableFromInline
    struct Slot: Sendable {
        @usableFromInline var offset: Int
        @usableFromInline var length: Int32
        @usableFromInline var type: Oid

        @usableFromInline static let null = Slot(offset: 0, length: -1, type: 0)

        @inlinable
        init(offset: Int, length: Int32, type: Oid) {
            self.offset = offset
            self.length = length
            self.type = type
        }
    }

    /// More than goes into a message to the server, which may have 1 GiB: its other parts, and rows before these, are smaller
    /// than 1 MiB.
    private static let tooMuch = (1 << 30) - (1 << 20)

    // Filled by one task at a time, value by value, so that no two uses overlap.
    @usableFromInline @exclusivity(unchecked) var slots: [Slot] = []
    @usableFromInline @exclusivity(unchecked) var buffer = UnsafeMutableRawPointer.allocate(
        byteCount: 1024, alignment: 8)
    @usableFromInline @exclusivity(unchecked) var capacity = 1024
    @usableFromInline @exclusivity(unchecked) var used = 0
    @exclusivity(unchecked) private var arguments = Arguments(count: 8)

    init() { slots.reserveCapacity(8) }

    deinit { buffer.deallocate() }

    @inlinable
    func reset() {
        slots.removeAll(keepingCapacity: true)
        used = 0
    }

    /// Room for a value of so many bytes, at the place of a parameter counted from 1.
    @inlinable
    func room(_ count: Int, _ type: Oid, at index: Int32) -> UnsafeMutableRawPointer {
        let start = used
        if capacity - start < count + 4 { grow(by: count + 4) }
        buffer.storeBytes(of: Int32(truncatingIfNeeded: count).bigEndian, toByteOffset: start, as: Int32.self)
        used = start + 4 + count
        let slot = Slot(offset: start + 4, length: Int32(truncatingIfNeeded: count), type: type)
        if Int(index) == slots.count + 1 { slots.append(slot) } else { place(slot, at: index) }
        return buffer + start + 4
    }

    @inlinable
    func null(at index: Int32) {
        if capacity - used < 4 { grow(by: 4) }
        buffer.storeBytes(of: Int32(-1), toByteOffset: used, as: Int32.self)
        used += 4
        if Int(index) == slots.count + 1 { slots.append(.null) } else { place(.null, at: index) }
    }

    // Out of line, as what binds a value is there for SQLite as well, to which every instruction matters.
    @inlinable
    @inline(never)
    func integer<Value: FixedWidthInteger>(_ value: Value, _ type: Oid, at index: Int32) {
        room(MemoryLayout<Value>.size, type, at: index).storeBytes(of: value.bigEndian, as: Value.self)
    }

    @inlinable
    @inline(never)
    func bytes(_ bytes: UnsafeRawBufferPointer, _ type: Oid, at index: Int32) {
        let room = room(bytes.count, type, at: index)
        if let start = bytes.baseAddress { room.copyMemory(from: start, byteCount: bytes.count) }
    }

    @usableFromInline
    func grow(by count: Int) {
        let capacity = max(capacity * 2, used + count)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: buffer, byteCount: used)
        buffer.deallocate()
        buffer = larger
        self.capacity = capacity
    }

    /// A parameter that is not bound right after the one before it.
    @usableFromInline
    func place(_ slot: Slot, at index: Int32) {
        guard index >= 1 else { return }
        while slots.count < index { slots.append(.null) }
        slots[Int(index) - 1] = slot
    }

    /// Takes the values that `bind` gives a statement.
    func fill(_ statement: Statement, _ bind: (inout Parameters) throws -> Void) throws {
        // libpq would take it for the end of the text.
        if case .dynamic(let text) = statement.text, text.utf8.contains(0) {
            throw DatabaseError(.syntax, "the statement contains a NUL character", sql: text)
        }
        var parameters = Parameters(PostgreSQLParameters(self))
        do {
            try bind(&parameters)
            if parameters.areRefused { throw parameters.failure(statement) }
            // The server would end the connection.
            if used >= Self.tooMuch {
                throw DatabaseError(
                    .tooLong, "the values of a statement are larger than PostgreSQL takes: nearly 1 GiB")
            }
            // libpq would take the connection for broken.
            if slots.count > 65_535 { throw DatabaseError(.syntax, "too many values for one statement: over 65,535") }
        } catch var error as DatabaseError {
            // A value that no column can take.
            error.sql = statement.postgresql
            error.table = statement.table
            throw error
        }
    }

    /// A memory that grew once for a large value, or for many, is not kept for ever.
    func shrink() {
        if arguments.count > 1024 { arguments = Arguments(count: 8) }
        guard capacity > 1 << 20 else { return }
        buffer.deallocate()
        buffer = .allocate(byteCount: 1024, alignment: 8)
        capacity = 1024
        used = 0
    }

    /// The parameters as arguments for libpq.
    func withArguments<Result>(
        _ body: (
            _ count: Int32, _ types: UnsafePointer<Oid>?, _ values: UnsafePointer<UnsafePointer<CChar>?>?,
            _ lengths: UnsafePointer<Int32>?, _ formats: UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        let count = slots.count
        if count > arguments.count { arguments = Arguments(count: max(count, 2 * arguments.count)) }
        for index in 0..<count {
            let slot = slots[index]
            let start = UnsafeRawPointer(buffer + slot.offset).assumingMemoryBound(to: CChar.self)
            arguments.values[index] = slot.length < 0 ? nil : start
            arguments.lengths[index] = max(0, slot.length)
            arguments.types[index] = slot.type
        }
        return body(Int32(count), arguments.types, arguments.values, arguments.lengths, arguments.formats)
    }
}

/// What libpq wants to know of each parameter, in an array each, which are kept from one statement to the next.
private final class Arguments {
    let count: Int
    let values: UnsafeMutablePointer<UnsafePointer<CChar>?>
    let lengths: UnsafeMutablePointer<Int32>
    let types: UnsafeMutablePointer<Oid>
    /// Binary, all of them.
    let formats: UnsafeMutablePointer<Int32>

    init(count: Int) {
        self.count = count
        values = .allocate(capacity: count)
        values.initialize(repeating: nil, count: count)
        lengths = .allocate(capacity: count)
        lengths.initialize(repeating: 0, count: count)
        types = .allocate(capacity: count)
        types.initialize(repeating: 0, count: count)
        formats = .allocate(capacity: count)
        formats.initialize(repeating: 1, count: count)
    }

    deinit {
        values.deallocate()
        lengths.deallocate()
        types.deallocate()
        formats.deallocate()
    }
}
#endif
