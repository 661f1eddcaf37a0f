/// JSON as text: without white space, the members of objects in the order of their names.
enum JSONText {
    /// A YAML value as JSON, by YAML's core schema.
    static func text(of node: YAMLNode) throws(Diagnostic) -> String {
        switch node.content {
        case .scalar(let text, let isPlain):
            if isPlain, let constant = constant(text) { return constant }
            return quoted(text)
        case .sequence(let items):
            var texts: [String] = []
            for item in items { texts.append(try self.text(of: item)) }
            return "[" + texts.joined(separator: ",") + "]"
        case .mapping(let pairs):
            var members: [(name: String, value: String)] = []
            for (key, value) in pairs {
                guard let name = key.text else {
                    throw Diagnostic(message: "a key is a single word, but this is \(key.kind)", span: key.span)
                }
                if members.contains(where: { $0.name == name }) {
                    throw Diagnostic(message: "the key '\(name)' is here a second time", span: key.span)
                }
                members.append((name, try text(of: value)))
            }
            members.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            return "{" + members.map { quoted($0.name) + ":" + $0.value }.joined(separator: ",") + "}"
        }
    }

    /// A text as a JSON string.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // The text is read as YAML too, which takes none of these as they are.
            case "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffe}", "\u{ffff}",
                "\u{0}"..."\u{1f}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// What a bare word stands for, if it is not a text.
    private static func constant(_ text: String) -> String? {
        switch text {
        case "", "~", "null", "Null", "NULL": return "null"
        case "true", "True", "TRUE": return "true"
        case "false", "False", "FALSE": return "false"
        default: break
        }
        if let integer = Int64(text) { return "\(integer)" }
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let number = Double(text), number.isFinite
        else { return nil }
        return "\(number)"
    }
}
