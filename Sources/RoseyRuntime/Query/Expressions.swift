#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something in SQL that has a value for each row.
public protocol SQLExpression: Sendable {
    /// The Swift type of the value, optional where it may be NULL.
    associatedtype Value: Sendable
    /// The Swift type of a value that is not NULL.
    associatedtype Base: ColumnValue
    /// Adds its words and values to a statement that is being put together.
    func append(to fragment: inout SQLFragment)
    var dialect: Dialect { get }
    /// Whether the value may be NULL.
    static var isNullable: Bool { get }
    static func decode(_ row: borrowing Row, _ index: Int32) throws -> Value
}

extension SQLExpression {
    public static var isNullable: Bool { false }

    @usableFromInline
    var fragment: SQLFragment {
        var fragment = SQLFragment(capacity: 1)
        append(to: &fragment)
        return fragment
    }

    /// The expression, an operator and a value.
    @inlinable
    func infix(_ operation: SQLWord, _ value: SQLValue) -> SQLFragment {
        var fragment = SQLFragment(capacity: 5)
        fragment.append("(")
        append(to: &fragment)
        fragment.append(operation)
        fragment.append(value)
        fragment.append(")")
        return fragment
    }
}

/// A column that always has a value.
public struct Column<Base: ColumnValue>: SQLExpression {
    public typealias Value = Base
    /// The quoted name.
    @usableFromInline let name: SQLWord
    public let dialect: Dialect
    /// How many digits a decimal has after the point.
    @usableFromInline let scale: Int

    /// - Parameters:
    ///   - name: as an identifier in SQL, quoted.
    ///   - scale: how many digits a decimal has after the point.
    @inlinable
    public init(_ name: SQLWord, _ dialect: Dialect, scale: Int = 0) {
        self.name = name
        self.dialect = dialect
        self.scale = scale
    }

    @inlinable
    public func append(to fragment: inout SQLFragment) { fragment.append(name) }

    @inlinable
    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Base { try Base.decode(row, index) }
}

/// A column that may be NULL, which is `nil`.
public struct NullableColumn<Base: ColumnValue>: SQLExpression {
    public typealias Value = Base?
    public static var isNullable: Bool { true }
    /// The quoted name.
    @usableFromInline let name: SQLWord
    public let dialect: Dialect
    /// How many digits a decimal has after the point.
    @usableFromInline let scale: Int

    /// - Parameters:
    ///   - name: as an identifier in SQL, quoted.
    ///   - scale: how many digits a decimal has after the point.
    @inlinable
    public init(_ name: SQLWord, _ dialect: Dialect, scale: Int = 0) {
        self.name = name
        self.dialect = dialect
        self.scale = scale
    }

    @inlinable
    public func append(to fragment: inout SQLFragment) { fragment.append(name) }

    @inlinable
    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Base? {
        row.isNull(index) ? nil : try Base.decode(row, index)
    }
}

/// A column of decimal numbers.
public protocol DecimalExpression: SQLExpression where Base == Decimal {
    /// How many digits its numbers have after the point.
    var decimalScale: Int { get }
}

extension Column: DecimalExpression where Base == Decimal {
    public var decimalScale: Int { scale }
}

extension NullableColumn: DecimalExpression where Base == Decimal {
    public var decimalScale: Int { scale }
}

/// A value that the database computes from columns and other values.
public struct Computed<Base: ColumnValue>: SQLExpression {
    public typealias Value = Base
    @usableFromInline let expression: SQLFragment
    public let dialect: Dialect

    @usableFromInline
    init(_ expression: SQLFragment, _ dialect: Dialect) {
        self.expression = expression
        self.dialect = dialect
    }

    @inlinable
    public func append(to fragment: inout SQLFragment) { fragment.append(expression) }

    @inlinable
    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Base { try Base.decode(row, index) }
}

extension SQLExpression where Value == Base, Base: Numeric {
    public static func + (left: Self, right: Base) -> Computed<Base> {
        Computed(left.infix(" + ", right.sqlValue), left.dialect)
    }
    public static func - (left: Self, right: Base) -> Computed<Base> {
        Computed(left.infix(" - ", right.sqlValue), left.dialect)
    }
    public static func * (left: Self, right: Base) -> Computed<Base> {
        Computed(left.infix(" * ", right.sqlValue), left.dialect)
    }
}

public func + <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Computed<L.Base>
where L.Value == L.Base, R.Value == L.Base, L.Base: Numeric {
    Computed(.infix(left.fragment, " + ", right.fragment), left.dialect)
}

public func - <L: SQLExpression, R: SQLExpression>(left: L, right: R) -> Computed<L.Base>
where L.Value == L.Base, R.Value == L.Base, L.Base: Numeric {
    Computed(.infix(left.fragment, " - ", right.fragment), left.dialect)
}
