import RoseyRuntime

/// Types that `swift:` names in the schema.

public struct MemberSettings: Codable, Hashable, Sendable {
    public var theme: String
    public var size: Int?

    public init(theme: String, size: Int? = nil) {
        self.theme = theme
        self.size = size
    }
}

public enum Rank: Int, Codable, Hashable, Sendable {
    case first = 1
    case second, third
    case unreachable = 99
}

public struct Nickname: RawRepresentable, Codable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

public struct LoanID: RawRepresentable, Codable, Hashable, Sendable {
    public let rawValue: Int

    public init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
