#if PostgreSQL
import CLibPQ
import Synchronization

/// Lookups by the same statement, as one statement that is given all their keys.
///
/// To begin a statement and to end it costs the server more than to find a row by its key. So the keys go as arrays, and each
/// row comes with the place of its key. The server looks each key up as it does for the statement alone: written as a join,
/// or with `= ANY`, it would read the whole of a small table.
struct BatchedLookups {
    /// Which of the requests these are.
    let members: [Int]
    /// What to send for them.
    let request: PipelineRequest

    /// How many pay for arrays, and for a longer statement.
    private static let fewest = 4
    /// How many go together, so that the first are not kept waiting for the last.
    private static let most = 100
    /// Pad to 10 keys with NULLs, for which the server finds no row without looking. It takes 10 to be in an array that it has not
    /// seen, and with fewer prefers a custom plan for every execution.
    private static let expected = 10

    /// One request as it is.
    init(_ number: Int, of requests: [PipelineRequest]) {
        members = [number]
        request = requests[number]
    }

    private init(_ members: [Int], of requests: [PipelineRequest], _ encoders: SpareEncoders) {
        self.members = members
        let singles = members.map { requests[$0] }
        let encoder = encoders.take()
        encoder.reset()
        for place in singles[0].encoder.slots.indices {
            encoder.append(
                singles.map { ($0.encoder, $0.encoder.slots[place]) }, count: max(singles.count, Self.expected))
        }
        request = PipelineRequest(statement: BatchedStatements.statement(for: singles[0].statement), encoder: encoder)
    }

    var areSeveral: Bool { members.count > 1 }

    /// What to send for requests of which each is a transaction of its own. Lookups with nothing but lookups between them may
    /// change places.
    static func group(_ requests: [PipelineRequest], _ encoders: SpareEncoders) -> [BatchedLookups] {
        if requests.count < fewest { return requests.indices.map { BatchedLookups($0, of: requests) } }
        var groups: [[Int]] = []
        /// By the number of their statement, the groups to which more may be added.
        var open: [Int: Int] = [:]
        for (number, request) in requests.enumerated() {
            if request.statement.effect != .lookup { open = [:] }
            if let group = open[request.statement.id], groups[group].count < most,
                request.hasTypes(of: requests[groups[group][0]])
            {
                groups[group].append(number)
            } else {
                if request.canBeBatched { open[request.statement.id] = groups.count }
                groups.append([number])
            }
        }
        return groups.flatMap { group in
            group.count < fewest
                ? group.map { BatchedLookups($0, of: requests) } : [BatchedLookups(group, of: requests, encoders)]
        }
    }

    /// The rows of each member, in their order, from the whole result.
    func split(_ received: ReceivedRows) -> [ReceivedRows] {
        guard areSeveral else { return [received] }
        let rows = received.handle
        let shared = SharedRows(rows)
        var places = [Int32?](repeating: nil, count: members.count)
        for row in 0..<PQntuples(rows) {
            // The place of its key, from 1, is the last column.
            guard let place = try? Row(handle: rows, number: row).int64(PQnfields(rows) - 1) else { continue }
            if place >= 1, place <= members.count { places[Int(place) - 1] = row }
        }
        return places.map { ReceivedRows(shared, row: $0) }
    }
}

extension PipelineRequest {
    /// Whether it is a lookup whose values can be put into arrays.
    fileprivate var canBeBatched: Bool {
        statement.effect == .lookup && statement.id >= 0 && !encoder.slots.isEmpty
            && encoder.slots.allSatisfy { ObjectID.array(of: $0.type) != nil }
    }

    /// Whether the values are of the same types. NULL has none, and so is not among what can be batched.
    fileprivate func hasTypes(of other: PipelineRequest) -> Bool {
        encoder.slots.count == other.encoder.slots.count
            && encoder.slots.indices.allSatisfy { encoder.slots[$0].type == other.encoder.slots[$0].type }
    }
}

/// The statements that look up several keys, by the numbers of those that look up one.
private enum BatchedStatements {
    private static let known = Mutex<[Int: Statement]>([:])

    static func statement(for single: Statement) -> Statement {
        known.withBriefLock { known in
            if let statement = known[single.id] { return statement }
            let statement = Statement(batching: single)
            known[single.id] = statement
            return statement
        }
    }
}

extension Statement {
    /// Parameters: for each of the single one's an array.
    fileprivate init(batching single: Statement) {
        var keys = 0
        // Names with spaces are nobody else's.
        let lookup = NumberedPlaceholders.replace("$", in: single.postgresql) { number in
            keys = max(keys, number)
            return "\"rosey keys\".\"rosey key \(number)\""
        }
        let arrays = (1...max(keys, 1)).map { "$\($0)" }.joined(separator: ", ")
        let names = (1...max(keys, 1)).map { "\"rosey key \($0)\"" }.joined(separator: ", ")
        self.init(
            id: StatementBlock(count: 1).base, single.effect, table: single.table,
            "SELECT \"rosey row\".*, \"rosey place\" "
                + "FROM unnest(\(arrays)) WITH ORDINALITY AS \"rosey keys\" (\(names), \"rosey place\") "
                + "CROSS JOIN LATERAL (\(lookup) LIMIT 1) AS \"rosey row\"")
    }
}

extension ParameterEncoder {
    /// Adds an array of values that others have, and of NULL for those that are missing to so many.
    fileprivate func append(_ values: [(encoder: ParameterEncoder, slot: Slot)], count: Int) {
        let size = values.reduce(4 * count) { $0 + Int($1.slot.length) }
        var room = array(of: values[0].slot.type, count: count, size: size)
        for (encoder, slot) in values {
            // Behind its length, as it is there.
            let size = 4 + Int(slot.length)
            room.copyMemory(from: encoder.buffer + slot.offset - 4, byteCount: size)
            room += size
        }
        for _ in values.count..<count {
            room.storeBytes(of: .max, as: UInt32.self)
            room += 4
        }
    }
}
#endif
