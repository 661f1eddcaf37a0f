/// Something about a live database that its schema lacks, or says by something near.
public struct Remark: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Where a part stood that was left out.
    enum Place: Hashable, Sendable {
        /// Behind so many of the columns of a table that the schema has.
        case column(table: String, after: Int)
        /// In a table, beside its columns.
        case table(String)
        /// Beside the tables.
        case schema
    }

    /// What it is about: `users.age`.
    public var subject: String
    public var text: String
    /// Where a comment takes the place of what was left out, or nothing if all of it is there.
    var place: Place?

    private enum CodingKeys: String, CodingKey { case subject, text }

    public init(subject: String, text: String) {
        self.subject = subject
        self.text = text
    }

    init(subject: String, leftOut text: String, from place: Place) {
        self.subject = subject
        self.text = "left out: \(text)"
        self.place = place
    }

    /// Whether the schema lacks what it is about.
    public var isOmission: Bool { place != nil }

    public var description: String { "\(subject): \(text)" }
}
