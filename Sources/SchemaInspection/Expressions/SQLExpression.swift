/// An expression of SQL, as a tree.
indirect enum SQLExpression: Hashable {
    /// A constant in quotes; what it is a constant of, its cast or its neighbour says.
    case string(String)
    case number(String)
    case blob(String)
    case boolean(Bool)
    case null
    case column(table: String?, name: String)
    case unary(String, SQLExpression)
    case binary(String, SQLExpression, SQLExpression)
    /// `IS NULL`, or `IS NOT NULL`.
    case isNull(SQLExpression, isNot: Bool)
    /// `IS DISTINCT FROM`, or what is not.
    case isDistinct(SQLExpression, SQLExpression, isNot: Bool)
    case isTrue(SQLExpression, Bool, isNot: Bool)
    case isIn(SQLExpression, [SQLExpression], isNot: Bool)
    case between(SQLExpression, SQLExpression, SQLExpression, isNot: Bool)
    /// `LIKE`, `ILIKE` and `GLOB`, by the word in capitals.
    case like(String, SQLExpression, SQLExpression, isNot: Bool)
    case choice(of: SQLExpression?, [Branch], otherwise: SQLExpression?)
    case function(String, [SQLExpression])
    /// To a type in small letters, with its numbers: `character varying(9)`.
    case cast(SQLExpression, to: String)
    case collate(SQLExpression, String)

    struct Branch: Hashable {
        let condition: SQLExpression
        let value: SQLExpression
    }
}

/// Why an expression is not known to mean the same on the other database.
struct UnknownMeaning: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
