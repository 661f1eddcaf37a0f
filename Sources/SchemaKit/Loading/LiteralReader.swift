/// Reads a default and checks that its column can hold it.
struct LiteralReader {
    let collector: DiagnosticCollector

    func read(_ node: YAMLNode, for type: ColumnType) -> Literal? {
        guard case .scalar(let text, let isPlain) = node.content else {
            collector.error("'default' is a single value, but this is \(node.kind)", at: node.span)
            return nil
        }
        if isPlain, ["", "~", "null", "Null", "NULL"].contains(text) {
            collector.error(
                "a column without a default is NULL where it is nullable; leave 'default' out", at: node.span)
            return nil
        }
        switch type {
        case .integer:
            if isPlain, let value = Int64(decimal: text) { return .integer(value) }
            return refuse(text, node, "a whole number from -2^63 to 2^63 - 1")
        case .int32:
            if isPlain, let value = Int64(decimal: text), Int32(exactly: value) != nil { return .integer(value) }
            return refuse(text, node, "a whole number from -2^31 to 2^31 - 1")
        case .real:
            let isNumber = text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
            if isPlain, isNumber, let value = Double(text), value.isFinite { return .real(value) }
            return refuse(text, node, "a finite number")
        case .boolean:
            if isPlain, let value = ["true": true, "false": false][text] { return .boolean(value) }
            return refuse(text, node, "true or false")
        case .string(let maxLength):
            guard let literal = self.text(text, isPlain, node) else { return nil }
            let length = text.unicodeScalars.count
            if length > maxLength {
                collector.error(
                    "the default has \(length) characters; string(\(maxLength)) has room for \(maxLength)",
                    at: node.span)
                return nil
            }
            return literal
        case .text: return self.text(text, isPlain, node)
        case .blob, .decimal, .timestamp, .date, .uuid, .json, .enumeration:
            collector.error("a column of this type cannot have a default", at: node.span)
            return nil
        }
    }

    private func text(_ text: String, _ isPlain: Bool, _ node: YAMLNode) -> Literal? {
        // Written bare, these are no texts in YAML; whoever means the text says so.
        let looksOtherwise =
            Double(text) != nil || ["true", "false", "yes", "no", "on", "off"].contains(text.lowercased())
        if isPlain, looksOtherwise {
            collector.error("put quotes around the default '\(text)': the column holds text", at: node.span)
            return nil
        }
        if text.unicodeScalars.contains("\0") {
            collector.error("a default cannot contain a NUL character", at: node.span)
            return nil
        }
        return .text(text)
    }

    private func refuse(_ text: String, _ node: YAMLNode, _ expectation: String) -> Literal? {
        collector.error("the default '\(text)' does not fit the column: it holds \(expectation)", at: node.span)
        return nil
    }
}

extension Int64 {
    /// A number as the schema language writes it: digits, perhaps with a sign.
    fileprivate init?(decimal text: String) {
        guard text.utf8.allSatisfy({ "0123456789+-".utf8.contains($0) }) else { return nil }
        self.init(text)
    }
}
