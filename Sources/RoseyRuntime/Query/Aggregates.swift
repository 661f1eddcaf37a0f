#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Query {
    /// The smallest value, or `nil` where no row has one.
    ///
    /// - Throws: ``DatabaseError``
    public nonisolated(nonsending) func min<E: SQLExpression>(_ column: (Model.Columns) -> E) async throws -> E.Base? {
        try await extreme("min", isDescending: false, expression(column))
    }

    /// The greatest value, or `nil` where no row has one.
    ///
    /// - Throws: ``DatabaseError``
    public nonisolated(nonsending) func max<E: SQLExpression>(_ column: (Model.Columns) -> E) async throws -> E.Base? {
        try await extreme("max", isDescending: true, expression(column))
    }

    /// All values added up: 0 where there is none.
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/typeMismatch`` where the sum exceeds 64 bits.
    public nonisolated(nonsending) func sum<E: SQLExpression>(
        _ column: (Model.Columns) -> E
    ) async throws -> Int where E.Base == Int {
        // PostgreSQL adds 64-bit numbers up to a decimal.
        try await aggregate("sum", cast: "BIGINT", expression(column), Int.decode) ?? 0
    }

    /// All values added up: 0 where there is none.
    ///
    /// - Throws: ``DatabaseError``
    public nonisolated(nonsending) func sum<E: SQLExpression>(
        _ column: (Model.Columns) -> E
    ) async throws -> Double where E.Base == Double {
        try await aggregate("sum", expression(column), Double.decode) ?? 0
    }

    /// All values added up, exactly: 0 where there is none.
    ///
    /// - Throws: ``DatabaseError``; ``DatabaseError/Code/typeMismatch`` where the sum has more than 18 digits.
    public nonisolated(nonsending) func sum<E: DecimalExpression>(
        _ column: (Model.Columns) -> E
    ) async throws -> Decimal {
        let numbers = expression(column)
        switch session.dialect {
        case .sqlite: break
        case .postgresql: return try await aggregate("sum", numbers, Decimal.decode) ?? 0
        }
        // SQLite would add numbers of 64 bits up, with their errors. As whole numbers of the last digit there are none.
        var number = numbers.fragment.enclosed("CAST(round(", " * ")
        number.append(.powerOfTen(numbers.decimalScale))
        number.append(") AS INTEGER)")
        let units = Computed<Int>(number, numbers.dialect)
        return Decimal(Int64(try await aggregate("sum", units, Int.decode) ?? 0), scale: numbers.decimalScale)
    }

    /// The closure runs where it was written, so it need not be safe to send.
    private func expression<E: SQLExpression>(_ column: (Model.Columns) -> E) -> E {
        column(Model.columns(for: session.dialect))
    }

    private nonisolated(nonsending) func extreme<E: SQLExpression>(
        _ function: SQLWord, isDescending: Bool, _ column: E
    ) async throws -> E.Base? {
        switch session.dialect {
        case .sqlite: return try await aggregate(function, column, E.Base.decode)
        case .postgresql: break
        }
        // PostgreSQL has no such functions for booleans, blobs and UUIDs, but it can sort them. The plan is the same.
        var fragment = SQLFragment("SELECT \"rosey:value\" FROM (")
        fragment.append((isWholeSet ? unordered() : self).fragment(of: Self.named(column)))
        fragment.append(") AS rows WHERE \"rosey:value\" IS NOT NULL ORDER BY \"rosey:value\"")
        fragment.append(isDescending ? " DESC LIMIT 1" : " ASC LIMIT 1")
        let select = BoundStatement(fragment, .read, table: Model.tableName)
        return try await session.fetchFirst(select.statement, select.bind) { try E.Base.decode($0, 0) }
    }

    private nonisolated(nonsending) func aggregate<E: SQLExpression, Result>(
        _ function: SQLWord, cast: SQLWord? = nil, _ column: E,
        _ decode: @Sendable (borrowing Row, Int32) throws -> Result
    ) async throws -> Result? {
        var fragment = SQLFragment(capacity: 24)
        if cast != nil { fragment.append("SELECT CAST((") }
        if isWholeSet {
            var call = SQLFragment(function, "(")
            column.append(to: &call)
            call.append(")")
            fragment.append(unordered().fragment(of: call))
        } else {
            fragment.append("SELECT ")
            fragment.append(function)
            fragment.append("(\"rosey:value\") FROM (")
            fragment.append(self.fragment(of: Self.named(column)))
            fragment.append(") AS rows")
        }
        if let cast {
            fragment.append(") AS ")
            fragment.append(cast)
            fragment.append(")")
        }
        let select = BoundStatement(fragment, .read, table: Model.tableName)
        let value: Result?? = try await session.fetchFirst(select.statement, select.bind) { row in
            row.isNull(0) ? nil : try decode(row, 0)
        }
        return value ?? nil
    }

    /// An expression of an inner query, for the outer one to use.
    private static func named(_ column: some SQLExpression) -> SQLFragment {
        var fragment = column.fragment
        fragment.append(" AS \"rosey:value\"")
        return fragment
    }
}
