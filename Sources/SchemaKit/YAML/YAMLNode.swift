/// A part of a YAML document, and where it stands.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    let content: Content
    let span: SourceSpan

    /// What the node is, for a sentence that says what it should be instead.
    var kind: String {
        switch content {
        case .scalar("", isPlain: true): "nothing"
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
