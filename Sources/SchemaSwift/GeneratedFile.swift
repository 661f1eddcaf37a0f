/// A file as a value: nothing is written until its bytes are known.
public struct GeneratedFile: Hashable, Sendable {
    public let name: String
    public let contents: String

    public init(name: String, contents: String) {
        self.name = name
        self.contents = contents
    }
}
