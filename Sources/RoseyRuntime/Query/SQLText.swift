#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

// What is done with the text of each dynamic statement, each time: by blocks of memory, since character by character it
// takes longer than to run the statement.
extension String {
    /// Texts one after another, in one piece of memory.
    @inline(__always)
    static func joining(_ pieces: [String]) -> String {
        let count = pieces.reduce(0) { $0 + $1.utf8.count }
        return String(unsafeUninitializedCapacity: count) { buffer in
            guard var end = buffer.baseAddress else { return 0 }
            for var piece in pieces {
                piece.withUTF8 { utf8 in
                    guard let start = utf8.baseAddress else { return }
                    end.update(from: start, count: utf8.count)
                    end += utf8.count
                }
            }
            return count
        }
    }

    /// Whether the texts are equal code unit by code unit. Swift's strings are equal by canonical equivalence, and would
    /// make one of two tables whose names differ just in how they are composed.
    func hasSameUnits(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        var (left, right) = (self, other)
        return left.withUTF8 { left in
            right.withUTF8 { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                return memcmp(left, right, utf8.count) == 0
            }
        }
    }
}
