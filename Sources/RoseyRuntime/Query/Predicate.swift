/// A condition on rows: true or false for each, never unknown. A comparison with a NULL is false, except `== nil`.
public struct Predicate: Sendable {
    @usableFromInline let fragment: SQLFragment

    @usableFromInline
    init(_ fragment: SQLFragment) {
        self.fragment = fragment
    }

    public static func && (left: Predicate, right: Predicate) -> Predicate {
        Predicate(.infix(left.fragment, " AND ", right.fragment))
    }

    public static func || (left: Predicate, right: Predicate) -> Predicate {
        Predicate(.infix(left.fragment, " OR ", right.fragment))
    }

    /// The rows that do not satisfy the condition, those included for which SQL would call it unknown.
    public static prefix func ! (condition: Predicate) -> Predicate {
        Predicate(condition.fragment.enclosed("(", " IS NOT TRUE)"))
    }
}

// Comparisons with a value.
extension SQLExpression {
    @inlinable public static func < (left: Self, right: Base) -> Predicate { left.compared(" < ", right) }
    @inlinable public static func <= (left: Self, right: Base) -> Predicate { left.compared(" <= ", right) }
    @inlinable public static func > (left: Self, right: Base) -> Predicate { left.compared(" > ", right) }
    @inlinable public static func >= (left: Self, right: Base) -> Predicate { left.compared(" >= ", right) }

    /// The value is one of these.
    public func isIn(_ values: some Sequence<Base>) -> Predicate {
        var values = values.map(\.sqlValue)
        guard let last = values.last else { return Predicate(SQLFragment("(1 = 0)")) }
        // Lists of like length share one prepared statement: the last value is repeated up to a power of two.
        // Long ones are not, as databases limit the number of parameters.
        while values.count < 8192, values.count & (values.count - 1) != 0 { values.append(last) }
        var fragment = SQLFragment("(")
        append(to: &fragment)
        fragment.append(" IN (")
        fragment.append(.placeholders(values.count))
        fragment.append("))")
        fragment.values += values
        return Predicate(fragment)
    }

    @inlinable
    func compared(_ operation: SQLWord, _ right: Base) -> Predicate {
        Predicate(infix(operation, right.sqlValue))
    }
}

extension SQLExpression where Value == Base {
    @inlinable public static func == (left: Self, right: Base) -> Predicate { left.compared(" = ", right) }
    @inlinable public static func != (left: Self, right: Base) -> Predicate { left.compared(" <> ", right) }
}

extension NullableColumn {
    public static func == (left: NullableColumn, right: Base?) -> Predicate {
        guard let right else { return Predicate(SQLFragment("(", left.name, " IS NULL)")) }
        return left.compared(" = ", right)
    }

    /// As in Swift, NULL is different from every value.
    public static func != (left: NullableColumn, right: Base?) -> Predicate {
        guard let right else { return Predicate(SQLFragment("(", left.name, " IS NOT NULL)")) }
        return left.compared(
            PerDialect(sqlite: " IS NOT ", postgresql: " IS DISTINCT FROM ")[left.dialect], right)
    }
}

// Comparisons with another column.
public func == <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Predicate where L.Base == R.Base {
    Predicate(.infix(left.fragment, " = ", right.fragment))
}

public func != <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Predicate where L.Base == R.Base {
    Predicate(.infix(left.fragment, " <> ", right.fragment))
}

public func < <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Predicate where L.Base == R.Base {
    Predicate(.infix(left.fragment, " < ", right.fragment))
}

public func <= <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Predicate where L.Base == R.Base {
    Predicate(.infix(left.fragment, " <= ", right.fragment))
}

public func > <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Predicate where L.Base == R.Base {
    Predicate(.infix(left.fragment, " > ", right.fragment))
}

public func >= <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Predicate where L.Base == R.Base {
    Predicate(.infix(left.fragment, " >= ", right.fragment))
}

// Text. Upper and lower case differ, on both databases.
extension SQLExpression where Base == String {
    /// The text matches a pattern in which `%` stands for any characters and `_` for one; `\` takes their meaning away.
    public func like(_ pattern: String) -> Predicate {
        switch dialect {
        case .postgresql: return compared(" LIKE ", LikePattern(pattern).like)
        // SQLite's LIKE takes upper and lower case for the same; its GLOB does not.
        case .sqlite: return compared(" GLOB ", LikePattern(pattern).glob)
        }
    }

    /// The text begins with exactly these characters. An index on the column serves.
    public func hasPrefix(_ prefix: String) -> Predicate {
        // All texts from the prefix up to, and not including, the first one that is greater than all with the prefix.
        let isAtLeast = compared(" >= ", prefix)
        guard let end = prefix.endOfPrefixRange else { return isAtLeast }
        return isAtLeast && compared(" < ", end)
    }

    /// The text ends with exactly these characters.
    public func hasSuffix(_ suffix: String) -> Predicate {
        if suffix.isEmpty { return compared(" >= ", "") }
        switch dialect {
        case .sqlite:
            // As bytes, since SQLite's functions for text stop at a NUL.
            var fragment = fragment.enclosed("(substr(CAST(", " AS BLOB), ?) = CAST(? AS BLOB))")
            fragment.values += [.integer(Int64(-suffix.utf8.count)), .text(suffix)]
            return Predicate(fragment)
        case .postgresql:
            var fragment = fragment.enclosed("(right(", ", CAST(? AS INTEGER)) = ?)")
            fragment.values += [.integer(Int64(suffix.unicodeScalars.count)), .text(suffix)]
            return Predicate(fragment)
        }
    }

    /// The text contains exactly these characters.
    public func contains(_ part: String) -> Predicate {
        var fragment = fragment.enclosed(PerDialect(sqlite: "(instr(", postgresql: "(strpos(")[dialect], ", ?) > 0)")
        fragment.values.append(.text(part))
        return Predicate(fragment)
    }
}

extension String {
    /// The smallest text that is greater than all that begin with this one, in the order of code points; `nil` where
    /// there is none.
    fileprivate var endOfPrefixRange: String? {
        var scalars = Array(unicodeScalars)
        while let last = scalars.popLast() {
            // After the last code point before the surrogates comes the first one after them.
            let next = last.value == 0xd7ff ? 0xe000 : last.value + 1
            guard let successor = Unicode.Scalar(next) else { continue }
            scalars.append(successor)
            var end = UnicodeScalarView()
            end.append(contentsOf: scalars)
            return String(end)
        }
        return nil
    }
}

extension Column where Base == Bool {
    /// A column of booleans is a condition by itself: `.where { $0.sent.isTrue }`.
    public var isTrue: Predicate { self == true }
    public var isFalse: Predicate { self == false }
}
