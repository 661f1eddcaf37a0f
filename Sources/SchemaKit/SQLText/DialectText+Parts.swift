extension DialectText {
    /// One of the texts, and where it stands.
    struct Part {
        let text: String
        /// Who reads it.
        let readers: [Dialect]
        let node: YAMLNode

        /// Whether it is for every database.
        var isCommon: Bool { readers.count == Dialect.allCases.count }
    }

    /// The text, or those for each dialect, of a node that they were read from.
    func parts(in node: YAMLNode) -> [Part] {
        switch self {
        case .common(let text): return [Part(text: text, readers: Dialect.allCases, node: node)]
        case .each(let texts):
            guard case .mapping(let pairs) = node.content else { return [] }
            return pairs.compactMap { key, value in
                key.text.flatMap(Dialect.init(rawValue:)).map { Part(text: texts[$0], readers: [$0], node: value) }
            }
        }
    }
}
