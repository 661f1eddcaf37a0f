/// What not every book has. The schema names this type for a column of JSON.
public struct BookDetails: Codable, Hashable, Sendable {
    public var languages: [String]
    public var pages: Int?

    public init(languages: [String], pages: Int? = nil) {
        self.languages = languages
        self.pages = pages
    }
}
