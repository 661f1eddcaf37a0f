import ExactText

/// A key that a mapping of the schema language can have.
///
/// The language is written down once, as these values (see ``SchemaLanguage``). The loader checks keys against them, and
/// the JSON Schema for editors and the reference in docs/SCHEMA.md are made from them.
public struct Key: Sendable {
    public let name: String
    public let shape: Shape
    /// What it is for, in a sentence or two.
    public let summary: String
    public let isRequired: Bool
    /// The key in use: lines to be put into the section's ``Section/frame``.
    public let example: String

    init(_ name: String, _ shape: Shape, _ summary: String, isRequired: Bool = false, example: String = "") {
        self.name = name
        self.shape = shape
        self.summary = summary
        self.isRequired = isRequired
        self.example = example
    }
}

/// What a value of the schema language looks like.
public indirect enum Shape: Sendable {
    /// Any single value, taken as text.
    case text
    case boolean
    /// A column type, such as `string(50)`.
    case type
    /// A constant that fits the column.
    case literal
    /// SQL: one text, or a mapping with one for each dialect.
    case sql
    /// One of these words.
    case word([String])
    case list(Shape)
    case mapping(Section)
    /// A mapping from names that the user chooses, at least one unless it may be empty.
    case named(Shape, mayBeEmpty: Bool = false)
    /// Any of these.
    case either([Shape])
}

/// The keys of one kind of mapping.
public struct Section: Sendable {
    /// `column`
    public let name: String
    /// What it describes, in a sentence or two.
    public let summary: String
    public let keys: [Key]
    /// A schema around the examples of the keys, which take the place of the line `…`. A line that ends with `#key` is
    /// left out where the example has a primary key of its own.
    let frame: String
    /// The names of the keys, to look one up.
    let names: Set<String>
    let requiredNames: [String]

    init(_ name: String, _ summary: String, keys: [Key], frame: String = "") {
        self.name = name
        self.summary = summary
        self.keys = keys
        self.frame = frame
        names = Set(keys.map(\.name))
        requiredNames = keys.filter(\.isRequired).map(\.name)
    }

    /// The frame for people to read; nothing where the examples are complete schemas themselves.
    public var context: String {
        frame.replacing(" #key", by: "").trimmed == "…" ? "" : frame.replacing(" #key", by: "")
    }

    /// The key's example as a complete schema.
    public func exampleSchema(for key: Key) -> String {
        let lines = frame.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            if line.hasSuffix("#key"), key.example.contains("primary_key:") { return [] }
            guard line.drop(while: { $0 == " " }) == "…" else { return [String(line)] }
            let indentation = line.prefix { $0 == " " }
            return key.example.split(separator: "\n", omittingEmptySubsequences: false).map { String(indentation + $0) }
        }
        return lines.joined(separator: "\n")
    }
}
