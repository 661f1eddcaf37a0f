import ExactText

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What an update sets: for each column the last thing assigned to it, as a program would.
public struct Assignments: Sendable {
    @usableFromInline let dialect: Dialect
    /// The first of them by itself, since many updates have no other and then need no array.
    private var column: SQLWord?
    private var term = SQLTerm.value(.null)
    private var others: [(column: SQLWord, term: SQLTerm)] = []

    @usableFromInline
    init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    /// Whether nothing is set.
    public var isEmpty: Bool { column == nil }

    /// The column, as a quoted identifier, or what has been assigned to it so far.
    @usableFromInline
    func term(of column: SQLWord) -> SQLTerm {
        guard let first = self.column else { return .column(column) }
        if first.hasSameText(as: column) { return term }
        return others.first { $0.column.hasSameText(as: column) }?.term ?? .column(column)
    }

    @usableFromInline
    mutating func set(_ column: SQLWord, to term: SQLTerm) {
        guard let first = self.column else {
            self.column = column
            self.term = term
            return
        }
        if first.hasSameText(as: column) {
            self.term = term
        } else if let position = others.firstIndex(where: { $0.column.hasSameText(as: column) }) {
            others[position].term = term
        } else {
            others.append((column, term))
        }
    }

    /// `UPDATE table SET …`, or `nil` where nothing is assigned, with room for a condition.
    @usableFromInline
    func update(_ table: SQLWord) -> SQLFragment? {
        guard let column else { return nil }
        var update = SQLFragment(capacity: 24)
        update.values.reserveCapacity(others.count + 3)
        update.append("UPDATE ")
        update.append(table)
        update.append(" SET ")
        update.append(column)
        update.append(" = ")
        term.append(to: &update)
        for position in others.indices {
            update.append(", ")
            update.append(others[position].column)
            update.append(" = ")
            others[position].term.append(to: &update)
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
    @inlinable
    public func assignable<Base: ColumnValue>(_ column: SQLWord) -> Assignable<Base> {
        Assignable(_assignments.term(of: column), _assignments.dialect)
    }

    /// The getter of a plain value, which nobody can call: the compiler refuses what is unavailable, and the getters of
    /// generated code, which alone mention this, are unavailable themselves. Only the database knows the value.
    @available(*, unavailable, message: "only the database knows the value")
    public func unreadable<Value>() -> Value { fatalError("unavailable") }

    @inlinable
    public mutating func assign(_ column: SQLWord, _ value: Assignable<some ColumnValue>) {
        _assignments.set(column, to: value.term)
    }

    /// Assigns a decimal number, rounded as PostgreSQL rounds when it stores one.
    public mutating func assign(_ column: SQLWord, _ value: Assignable<Decimal>, precision: Int, scale: Int) {
        _assignments.set(column, to: rounded(value.term, scale))
    }

    /// Assigns a decimal number, rounded as PostgreSQL rounds when it stores one.
    public mutating func assign(_ column: SQLWord, _ value: Decimal?, precision: Int, scale: Int) {
        let rounded = value?.rounded(scale: scale)
        var stored = rounded?.sqlValue ?? .null
        // PostgreSQL would refuse it even where there is no row to change.
        if let rounded, !rounded.fits(precision: precision, scale: scale) {
            stored = .refused(.outOfRange(precision: precision, scale: scale))
        }
        _assignments.set(column, to: .value(stored))
    }

    private func rounded(_ term: SQLTerm, _ scale: Int) -> SQLTerm {
        switch _assignments.dialect {
        case .sqlite: break
        case .postgresql: return term
        }
        // First to four more digits: a half is then one, although numbers of 64 bits do not have most of them exactly.
        var rounded = SQLFragment("(round(round(")
        term.append(to: &rounded)
        rounded.append(" * ")
        rounded.append(.powerOfTen(scale))
        rounded.append("0000) / 10000.0) / ")
        rounded.append(.powerOfTen(scale))
        rounded.append(".0)")
        return .expression(rounded)
    }

    /// Assigns a text to a column of limited length.
    public mutating func assign(_ column: SQLWord, _ value: some ColumnValue, maxLength: Int) {
        var stored = value.sqlValue
        if case .text(let text) = stored, text.utf8.count > maxLength, text.unicodeScalars.count > maxLength {
            // Without the quotes of the identifier.
            stored = .refused(.tooLong(SQLQuoting.name(quotedAtStartOf: column.description) ?? column.description))
        }
        _assignments.set(column, to: .value(stored))
    }

    public mutating func assign(_ column: SQLWord, _ value: (some ColumnValue)?, maxLength: Int) {
        if let value {
            assign(column, value, maxLength: maxLength)
        } else {
            _assignments.set(column, to: .value(.null))
        }
    }

    /// What the database computes it checks by itself.
    @inlinable
    public mutating func assign(_ column: SQLWord, _ value: Assignable<some ColumnValue>, maxLength: Int) {
        assign(column, value)
    }

    @inlinable
    public mutating func assign(_ column: SQLWord, _ value: some ColumnValue) {
        _assignments.set(column, to: .value(value.sqlValue))
    }

    @inlinable
    public mutating func assign(_ column: SQLWord, _ value: (some ColumnValue)?) {
        _assignments.set(column, to: .value(value.sqlValue))
    }
}

/// A column as an update's closure sees it: its value before the update, and a place to assign to.
public struct Assignable<Base: ColumnValue>: Sendable {
    @usableFromInline let term: SQLTerm
    @usableFromInline let dialect: Dialect

    @inlinable
    init(_ term: SQLTerm, _ dialect: Dialect) {
        self.term = term
        self.dialect = dialect
    }

    private func combined(_ operation: SQLWord, _ other: SQLTerm) -> Assignable {
        if case .column(let column) = term, case .value(let value) = other {
            return Assignable(.computed(column: column, operation: operation, value), dialect)
        }
        var fragment = SQLFragment(capacity: 8)
        fragment.append("(")
        term.append(to: &fragment)
        fragment.append(operation)
        other.append(to: &fragment)
        fragment.append(")")
        return Assignable(.expression(fragment), dialect)
    }
}

extension Assignable where Base: Numeric {
    public static func + (left: Assignable, right: Base) -> Assignable { left.plus(right) }
    public static func - (left: Assignable, right: Base) -> Assignable { left.minus(right) }
    public static func * (left: Assignable, right: Base) -> Assignable {
        left.combined(" * ", .value(right.sqlValue))
    }
    public static func + (left: Assignable, right: Assignable) -> Assignable { left.combined(" + ", right.term) }
    public static func - (left: Assignable, right: Assignable) -> Assignable { left.combined(" - ", right.term) }

    fileprivate func plus(_ value: Base) -> Assignable { combined(" + ", .value(value.sqlValue)) }
    fileprivate func minus(_ value: Base) -> Assignable { combined(" - ", .value(value.sqlValue)) }
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
