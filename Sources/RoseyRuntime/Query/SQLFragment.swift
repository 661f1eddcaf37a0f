/// A piece of SQL with the values for its placeholders, in order. The text comes from generated names and from the
/// operators of this library only; everything else is a value.
public struct SQLFragment: Sendable {
    @usableFromInline var words: [SQLWord] = []
    @usableFromInline var values: [SQLValue] = []

    @inlinable
    init() {}

    /// Nothing yet, with room for so many words.
    @inlinable
    init(capacity: Int) {
        words.reserveCapacity(capacity)
    }

    @inlinable
    init(_ words: SQLWord..., values: [SQLValue] = []) {
        self.words = words
        self.values = values
    }

    @inlinable
    mutating func append(_ word: SQLWord) {
        words.append(word)
    }

    /// A placeholder for a value.
    @inlinable
    mutating func append(_ value: SQLValue) {
        words.append("?")
        values.append(value)
    }

    @inlinable
    mutating func append(_ other: SQLFragment) {
        words.append(contentsOf: other.words)
        // Most statements have values in one piece only, whose array is shared then.
        if values.isEmpty { values = other.values } else { values.append(contentsOf: other.values) }
    }

    /// The two with an operator between them.
    @inlinable
    static func infix(_ left: SQLFragment, _ operation: SQLWord, _ right: SQLFragment) -> SQLFragment {
        var fragment = SQLFragment(capacity: left.words.count + right.words.count + 3)
        fragment.append("(")
        fragment.append(left)
        fragment.append(operation)
        fragment.append(right)
        fragment.append(")")
        return fragment
    }

    /// The same with words around it.
    func enclosed(_ before: SQLWord, _ after: SQLWord) -> SQLFragment {
        var fragment = SQLFragment(before, values: values)
        fragment.words += words
        fragment.append(after)
        return fragment
    }
}
