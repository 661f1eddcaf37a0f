#if PostgreSQL
import CLibPQ

// The rows of a result that libpq holds in memory.

extension Cursor {
    /// Moves on to the next row that is there.
    mutating func nextRow() -> Advance {
        let next = rowNumber + 1
        guard next < PQntuples(handle) else { return .done }
        // Decoding a great many rows lets others have the thread now and then.
        if next & 4095 == 4095, !hasYielded {
            hasYielded = true
            return .wait
        }
        hasYielded = false
        rowNumber = next
        return .row
    }
}

extension Outcome {
    /// What a statement did, by its result: the key is what it returns.
    init(_ result: OpaquePointer) {
        affectedRows = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        generatedKey = 0
        if PQntuples(result) == 1, PQnfields(result) == 1 {
            generatedKey = (try? Row(handle: result, number: 0).int64(0)) ?? 0
        }
    }
}
#endif
