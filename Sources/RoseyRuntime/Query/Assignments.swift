#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What an update sets: for each column the last thing assigned to it, as a program would.
public struct Assignments: Sendable {
    @usableFromInline let dialect: Dialect
    private var list: [(column: String, value: SQLFragment)] = []

    init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// Whether nothing is set.
    public var isEmpty: Bool { list.isEmpty }

    /// The column, as a quoted identifier, or what has been assigned to it so far.
    func value(of column: String) -> SQLFragment {
        list.first { $0.column == column }?.value ?? SQLFragment(column)
    }

    mutating func set(_ column: String, to value: SQLFragment) {
        if let position = list.firstIndex(where: { $0.column == column }) {
            list[position].value = value
        } else {
            list.append((column, value))
        }
    }

    /// `UPDATE table SET …`, or `nil` where nothing is assigned.
    func update(_ table: String) -> SQLPieces? {
        guard !list.isEmpty else { return nil }
        var update = SQLPieces("UPDATE ", table)
        for (number, assignment) in list.enumerated() {
            update.append(number == 0 ? " SET " : ", ")
            update.append(assignment.column)
            update.append(" = ")
            update.append(assignment.value)
        }
        return update
    }
}

/// The parameter of an update's closure. Generated code has one for each table, with a property for each column that can
/// change: as an ``Assignable`` for what the database computes, and as a plain value.
public protocol RowChanges: Sendable {
    var _assignments: Assignments { get set }
    init(_ assignments: Assignments)
}

extension RowChanges {
    /// How generated properties read a column, so that `$0.lines += 1` counts in the database.
    public func assignable<Base: ColumnValue>(_ column: String) -> Assignable<Base> {
        Assignable(_assignments.value(of: column), _assignments.dialect)
    }

    /// The getter of a plain value, which nobody can call: the compiler refuses what is unavailable, and the getters of
    /// generated code, which alone mention this, are unavailable themselves. Only the database knows the value.
    @available(*, unavailable, message: "only the database knows the value")
    public func unreadable<Value>() -> Value { fatalError("unavailable") }

    public mutating func assign(_ column: String, _ value: Assignable<some ColumnValue>) {
        _assignments.set(column, to: value.fragment)
    }

    /// Assigns a decimal number, rounded as PostgreSQL rounds when it stores one.
    public mutating func assign(_ column: String, _ value: Assignable<Decimal>, precision: Int, scale: Int) {
        _assignments.set(column, to: rounded(value.fragment, scale))
    }

    /// Assigns a decimal number, rounded as PostgreSQL rounds when it stores one.
    public mutating func assign(_ column: String, _ value: Decimal?, precision: Int, scale: Int) {
        let rounded = value?.rounded(scale: scale)
        var stored = rounded?.sqlValue ?? .null
        // PostgreSQL would refuse it even where there is no row to change.
        if let rounded, !rounded.fits(precision: precision, scale: scale) {
            stored = .refused(.outOfRange(precision: precision, scale: scale))
        }
        _assignments.set(column, to: SQLFragment(stored))
    }

    private func rounded(_ value: SQLFragment, _ scale: Int) -> SQLFragment {
        guard _assignments.dialect == .sqlite else { return value }
        let unit = Int64(Decimal.powersOfTen[scale])
        // First to four more digits: a half is then one, although numbers of 64 bits do not have most of them exactly.
        let sql = "(round(round(\(value.sql) * \(unit)0000) / 10000.0) / \(unit).0)"
        return SQLFragment(sql, value.values)
    }

    /// Assigns a text to a column of limited length.
    public mutating func assign(_ column: String, _ value: some ColumnValue, maxLength: Int) {
        var stored = value.sqlValue
        if case .text(let text) = stored, text.utf8.count > maxLength, text.unicodeScalars.count > maxLength {
            // Without the quotes of the identifier.
            stored = .refused(.tooLong(String(column.dropFirst().dropLast()).replacing("\"\"", with: "\"")))
        }
        _assignments.set(column, to: SQLFragment(stored))
    }

    public mutating func assign(_ column: String, _ value: (some ColumnValue)?, maxLength: Int) {
        if let value {
            assign(column, value, maxLength: maxLength)
        } else {
            _assignments.set(column, to: SQLFragment(.null))
        }
    }

    /// What the database computes it checks by itself.
    public mutating func assign(_ column: String, _ value: Assignable<some ColumnValue>, maxLength: Int) {
        assign(column, value)
    }

    public mutating func assign(_ column: String, _ value: some ColumnValue) {
        _assignments.set(column, to: SQLFragment(value.sqlValue))
    }

    public mutating func assign(_ column: String, _ value: (some ColumnValue)?) {
        _assignments.set(column, to: SQLFragment(value.sqlValue))
    }
}

/// A column as an update's closure sees it: its value before the update, and a place to assign to.
public struct Assignable<Base: ColumnValue>: Sendable {
    let fragment: SQLFragment
    let dialect: Dialect

    init(_ fragment: SQLFragment, _ dialect: Dialect) {
        self.fragment = fragment
        self.dialect = dialect
    }

    private func combined(_ operation: String, _ value: SQLFragment) -> Assignable {
        Assignable(.infix(fragment, operation, value), dialect)
    }
}

extension Assignable where Base: Numeric {
    public static func + (left: Assignable, right: Base) -> Assignable { left.plus(right) }
    public static func - (left: Assignable, right: Base) -> Assignable { left.minus(right) }
    public static func * (left: Assignable, right: Base) -> Assignable {
        left.combined("*", SQLFragment(right.sqlValue))
    }
    public static func + (left: Assignable, right: Assignable) -> Assignable { left.combined("+", right.fragment) }
    public static func - (left: Assignable, right: Assignable) -> Assignable { left.combined("-", right.fragment) }

    fileprivate func plus(_ value: Base) -> Assignable { combined("+", SQLFragment(value.sqlValue)) }
    fileprivate func minus(_ value: Base) -> Assignable { combined("-", SQLFragment(value.sqlValue)) }
}

// For each type by itself: with one generic function the compiler would prefer the standard library's, which needs to
// read the value.
public func += (left: inout Assignable<Int>, right: Int) { left = left.plus(right) }
public func += (left: inout Assignable<Int32>, right: Int32) { left = left.plus(right) }
public func += (left: inout Assignable<Double>, right: Double) { left = left.plus(right) }
public func += (left: inout Assignable<Decimal>, right: Decimal) { left = left.plus(right) }
public func -= (left: inout Assignable<Decimal>, right: Decimal) { left = left.minus(right) }
public func += (left: inout Assignable<Decimal>, right: Assignable<Decimal>) { left = left + right }
public func -= (left: inout Assignable<Int>, right: Int) { left = left.minus(right) }
public func -= (left: inout Assignable<Int32>, right: Int32) { left = left.minus(right) }
public func -= (left: inout Assignable<Double>, right: Double) { left = left.minus(right) }
public func += (left: inout Assignable<Int>, right: Assignable<Int>) { left = left + right }
public func += (left: inout Assignable<Int32>, right: Assignable<Int32>) { left = left + right }
public func += (left: inout Assignable<Double>, right: Assignable<Double>) { left = left + right }
public func -= (left: inout Assignable<Int>, right: Assignable<Int>) { left = left - right }
public func -= (left: inout Assignable<Int32>, right: Assignable<Int32>) { left = left - right }
public func -= (left: inout Assignable<Double>, right: Assignable<Double>) { left = left - right }
public func -= (left: inout Assignable<Decimal>, right: Assignable<Decimal>) { left = left - right }
