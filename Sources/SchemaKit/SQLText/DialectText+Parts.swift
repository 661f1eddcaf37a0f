extension DialectText {
    /// Who reads a text.
    enum Reader { case sqlite, postgresql, both }

    /// One of the texts, and where it stands.
    struct Part {
        let text: String
        let reader: Reader
        let node: YAMLNode
    }

    /// The text, or the two texts, of a node that they were read from.
    func parts(in node: YAMLNode) -> [Part] {
        switch self {
        case .common(let text): return [Part(text: text, reader: .both, node: node)]
        case .perDialect(let sqlite, let postgresql):
            guard case .mapping(let pairs) = node.content else { return [] }
            return pairs.compactMap { key, value in
                switch key.text {
                case "sqlite": Part(text: sqlite, reader: .sqlite, node: value)
                case "postgresql": Part(text: postgresql, reader: .postgresql, node: value)
                default: nil
                }
            }
        }
    }
}
