/// A YAML file as JSON.
public enum JSONDocument {
    /// The file's document as JSON text, by YAML's core schema, as an editor gives it to a JSON Schema; `nil` for what is no
    /// YAML. Of keys that are there twice the last one counts.
    public static func text(ofYAML file: SourceFile) -> String? {
        guard let node = try? YAMLParser.parse(file) else { return nil }
        return text(of: node)
    }

    private static func text(of node: YAMLNode) -> String? {
        switch node.content {
        case .scalar: return try? JSONText.text(of: node)
        case .sequence(let items):
            let texts = items.compactMap(text)
            return texts.count == items.count ? "[" + texts.joined(separator: ",") + "]" : nil
        case .mapping(let pairs):
            let texts = pairs.compactMap { pair -> String? in
                guard let name = pair.key.text, let value = text(of: pair.value) else { return nil }
                return JSONText.quoted(name) + ":" + value
            }
            return texts.count == pairs.count ? "{" + texts.joined(separator: ",") + "}" : nil
        }
    }
}
