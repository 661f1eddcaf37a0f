#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something that a database would refuse in a draft, found without asking one.
///
/// Generated drafts have `validate()`, which finds what the schema says about lengths, ranges and simple checks. The words
/// are the same whichever database the draft is for.
public struct ValidationIssue: Hashable, Sendable {
    public enum Rule: Hashable, Sendable {
        /// A text has more characters than its column takes.
        case tooLong(limit: Int, length: Int)
        /// A value is outside the range of its type.
        case outOfRange
        /// A check of the schema, by its name.
        case check(String)
    }

    /// The column, by its name in the schema.
    public var column: String
    public var rule: Rule
    /// A sentence for people: what the value has to be. It does not repeat the value.
    public var message: String

    public init(column: String, rule: Rule, message: String) {
        self.column = column
        self.rule = rule
        self.message = message
    }
}

extension [ValidationIssue] {
    /// Notes a text of more characters (Unicode code points) than the column takes.
    public mutating func requireLength(of text: String?, atMost limit: Int, _ column: String) {
        guard let text else { return }
        let length = text.unicodeScalars.count
        if length <= limit { return }
        append(
            ValidationIssue(
                column: column, rule: .tooLong(limit: limit, length: length),
                message: "\(column) has room for \(limit) characters, but this text has \(length)"))
    }

    /// Notes an instant that databases do not keep.
    public mutating func requireRange(of date: Date?, _ column: String) {
        guard let date, date.microsecondsSince1970 == nil else { return }
        append(
            ValidationIssue(
                column: column, rule: .outOfRange, message: "\(column) is an instant from the year 1 to 9999"))
    }

    /// Notes a number with too many digits before the point.
    public mutating func requireRange(of number: Decimal?, precision: Int, scale: Int, _ column: String) {
        guard let number else { return }
        if number.rounded(scale: scale).fits(precision: precision, scale: scale) { return }
        append(
            ValidationIssue(
                column: column, rule: .outOfRange,
                message: "\(column) is a number with at most \(precision - scale) digits before the point"))
    }

    /// Notes a check that does not hold. One of a value that is missing holds, as in SQL.
    public mutating func require(_ condition: Bool?, _ column: String, check: String, _ text: String) {
        if condition ?? true { return }
        append(
            ValidationIssue(column: column, rule: .check(check), message: "the check '\(check)' does not hold: \(text)")
        )
    }
}

extension String {
    /// Whether two texts have the same code points. Swift's `==` takes more texts for equal than a database.
    public func hasSameCodePoints(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}

extension ValidationIssue: CustomStringConvertible {
    public var description: String { message }
}
