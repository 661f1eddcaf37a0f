import SchemaKit

/// Swift names made from the names of a schema.
struct SwiftName {
    private let singularModels: Bool
    private let acronyms: Set<String>

    init(_ options: Schema.Options) {
        singularModels = options.singularModels
        acronyms = Set(options.acronyms)
    }

    /// `total_chat_lines` → `totalChatLines`.
    func property(_ name: String) -> String {
        let words = Self.words(of: name)
        let camel = (words.first.map(Self.lowercasingStart) ?? "") + words.dropFirst().map(capitalized).joined()
        return Self.identifier(camel)
    }

    /// `outbound_messages` → `OutboundMessage`.
    func model(_ name: String) -> String {
        var words = Self.words(of: name)
        if singularModels, let last = words.popLast() { words.append(Self.singular(last)) }
        return Self.identifier(words.map(capitalized).joined())
    }

    /// The name as it is written where it is declared: in backticks if it is a word of the language.
    static func escaped(_ name: String) -> String {
        keywords.contains(name) ? "`\(name)`" : name
    }

    /// The runs of letters and digits; everything between them only separates.
    private static func words(of name: String) -> [String] {
        name.unicodeScalars.split { !isIdentifierPart($0) || $0 == "_" }.map { String(String.UnicodeScalarView($0)) }
    }

    private func capitalized(_ word: String) -> String {
        acronyms.contains(word.lowercased()) ? word.uppercased() : word.prefix(1).uppercased() + word.dropFirst()
    }

    /// `ID` → `id`, `URLPath` → `urlPath`, `Name` → `name`.
    private static func lowercasingStart(_ word: String) -> String {
        let upper = word.prefix { $0.isUppercase }
        if upper.count <= 1 || upper.count == word.count { return upper.lowercased() + word.dropFirst(upper.count) }
        return upper.dropLast().lowercased() + word.dropFirst(upper.count - 1)
    }

    /// A legal identifier, whatever the words were.
    private static func identifier(_ camel: String) -> String {
        guard let first = camel.unicodeScalars.first else { return "_" }
        if !first.properties.isXIDStart { return "_" + camel }
        // These have a meaning after a dot that backticks do not take away.
        return ["self", "Self", "init", "Type", "Protocol"].contains(camel) ? camel + "_" : camel
    }

    private static func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isXIDContinue
    }

    /// The singular of an English plural, where the ending tells; a table whose name it gets wrong states its `model`.
    private static func singular(_ word: String) -> String {
        let lower = word.lowercased()
        if ["stats", "news", "series", "species"].contains(lower) { return word }
        if lower.hasSuffix("ss") || lower.hasSuffix("us") || lower.hasSuffix("is") { return word }
        if lower.hasSuffix("ies"), word.count > 4 { return word.dropLast(3) + "y" }
        for ending in ["sses", "shes", "ches", "xes", "zes"] where lower.hasSuffix(ending) {
            return String(word.dropLast(2))
        }
        return lower.hasSuffix("s") && word.count > 2 ? String(word.dropLast()) : word
    }

    private static let keywords: Set<String> = [
        "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "inout", "internal",
        "let", "open", "operator", "precedencegroup", "private", "protocol", "public", "rethrows", "static", "struct",
        "subscript", "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do", "else",
        "fallthrough", "for", "guard", "if", "in", "repeat", "return", "switch", "throw", "where", "while", "Any", "as",
        "await", "false", "is", "nil", "super", "throws", "true", "try",
    ]
}
