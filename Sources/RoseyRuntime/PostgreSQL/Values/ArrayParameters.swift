#if PostgreSQL
import CLibPQ

extension ParameterEncoder {
    /// Adds an array of so many elements, and returns the room for them: each after its length, which is -1 for NULL.
    ///
    /// - Parameters:
    ///   - type: the elements' type.
    ///   - size: how many bytes they take with their lengths.
    func array(of type: Oid, count: Int, size: Int) -> UnsafeMutableRawPointer {
        var room = room(20 + size, ObjectID.array(of: type) ?? 0, at: Int32(slots.count) + 1)
        // One dimension, perhaps with NULLs, of this type, so many, counted from 1.
        for number in [1, 1, type, UInt32(count), 1] {
            room.storeBytes(of: number.bigEndian, as: UInt32.self)
            room += 4
        }
        return room
    }
}

extension ObjectID {
    /// The type of arrays of a type.
    static func array(of type: Oid) -> Oid? {
        switch type {
        case bool: 1000
        case bytea: 1001
        case int4: 1007
        case int8: 1016
        case text: 1009
        case float8: 1022
        case date: 1182
        case timestamptz: 1185
        case numeric: 1231
        case uuid: 2951
        case jsonb: 3807
        default: nil
        }
    }
}
#endif
