#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What a connection knows a statement by that is put together while the program runs.
///
/// Words are known by their places: to join, hash and compare their text each time takes longer than to run a short
/// statement. The same text in other words is another statement to it, which costs no more than its preparing.
enum StatementKey: Equatable {
    case text(String)
    case words([SQLWord])

    static func == (left: StatementKey, right: StatementKey) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): hasSameUnits(left, right)
        case (.words(let left), .words(let right)):
            left.count == right.count
                && left.withUnsafeBytes { left in right.withUnsafeBytes { right in isSame(left, right) } }
        default: false
        }
    }

    /// For words a cheap one: they come from the program's own text, not from its users, who could not make two alike.
    var hash: Int {
        switch self {
        case .text(var text):
            var hasher = Hasher()
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            return hasher.finalize()
        case .words(let words):
            var hash: UInt64 = 0
            for word in words {
                hash = (hash ^ UInt64(UInt(bitPattern: word.start)) ^ UInt64(word.count)) &* 0x9e37_79b9_7f4a_7c15
                hash ^= hash >> 29
            }
            return Int(truncatingIfNeeded: hash)
        }
    }

    /// Swift's strings are equal by canonical equivalence, and would make one of two tables whose names differ just in how
    /// they are composed.
    private static func hasSameUnits(_ left: String, _ right: String) -> Bool {
        var (left, right) = (left, right)
        return left.withUTF8 { left in
            right.withUTF8 { right in isSame(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right)) }
        }
    }

    private static func isSame(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        guard let left = left.baseAddress, let start = right.baseAddress else { return true }
        return memcmp(left, start, right.count) == 0
    }
}
