/// The name of a constraint, as the schema gives it and both databases report it.
///
/// Generated code has a constant for each constraint and each unique index of the schema, so that the compiler checks what an
/// error is compared with:
///
/// ```swift
/// } catch let error as DatabaseError where error.constraint == .stockIsNotNegative {
/// ```
///
/// A check may have the same name in two tables; ``DatabaseError/table`` tells which it was.
public struct ConstraintName: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(_ name: String) {
        rawValue = name
    }
}

extension ConstraintName: CustomStringConvertible {
    public var description: String { rawValue }
}

extension ConstraintName: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) {
        rawValue = name
    }
}
