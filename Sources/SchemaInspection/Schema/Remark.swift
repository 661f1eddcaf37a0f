/// Something about a live database that the language cannot say, or that was taken for something near.
public struct Remark: Sendable, Hashable, Codable, CustomStringConvertible {
    /// What it is about: `users.age`.
    public var subject: String
    public var text: String

    public init(subject: String, text: String) {
        self.subject = subject
        self.text = text
    }

    public var description: String { "\(subject): \(text)" }
}
