/// A piece of SQL that is there for as long as the process: an operator of this library, a quoted name of generated code.
///
/// Statements are put together from such pieces without copying their text. A connection knows one that it has run before by
/// the places of its pieces, and only what is new becomes a text. (The same literal may have several places, and so be several
/// statements, where a program consists of several dynamic libraries.)
public struct SQLWord: @unchecked Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    // Unchecked: the memory never changes and is never freed, as long as no library is unloaded, which Swift's cannot be.
    @usableFromInline let start: UnsafePointer<UInt8>
    @usableFromInline let count: Int

    /// A literal.
    @inlinable
    public init(stringLiteral text: StaticString) {
        start = text.utf8Start
        count = text.utf8CodeUnitCount
    }

    private init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    /// A text that is not a literal. Its memory is never freed, so there must be few of them.
    private init(forever text: String) {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, text.utf8.count))
        for (index, unit) in text.utf8.enumerated() { (memory + index).initialize(to: unit) }
        self.init(start: memory, count: text.utf8.count)
    }

    /// The text.
    public var description: String { [self].text }

    var utf8: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Whether the texts are the same, wherever they are.
    func hasSameText(as other: SQLWord) -> Bool {
        count == other.count && (start == other.start || utf8.elementsEqual(other.utf8))
    }

    /// The greatest number that ``number(_:)`` knows.
    static let greatestNumber = 100

    /// A whole number from 0 up to ``greatestNumber``.
    static func number(_ number: Int) -> SQLWord { numbers[number] }

    private static let numbers = (0...greatestNumber).map { SQLWord(forever: "\($0)") }

    /// Ten to so many, up to 18.
    static func powerOfTen(_ exponent: Int) -> SQLWord { powersOfTen[exponent] }

    private static let powersOfTen = (0...18).map { SQLWord(forever: "1" + String(repeating: "0", count: $0)) }

    /// As many placeholders as that, or one more than a statement can have.
    static func placeholders(_ count: Int) -> SQLWord {
        SQLWord(start: manyPlaceholders.start, count: 3 * min(max(1, count), greatestCount) - 2)
    }

    private static let greatestCount = BoundStatement.greatestValueCount + 1
    private static let manyPlaceholders = SQLWord(forever: String(repeating: "?, ", count: greatestCount))
}

extension [SQLWord] {
    /// The words one after another.
    var text: String {
        let count = reduce(0) { $0 + $1.count }
        return String(unsafeUninitializedCapacity: count) { buffer in
            guard var end = buffer.baseAddress else { return 0 }
            for word in self {
                end.update(from: word.start, count: word.count)
                end += word.count
            }
            return count
        }
    }
}
