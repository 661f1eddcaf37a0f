/// Puts together again what YAML splits in `{ type: enum(requested, lent), default: lent }`.
///
/// Inside braces and brackets a comma ends a value, whatever parentheses are open. The schema language reads it as people
/// mean it: a comma inside parentheses belongs to the value. Where the parentheses never close, nothing is joined.
struct FlowParentheses {
    /// The file's own text between two places.
    let source: (SourcePosition, SourcePosition) -> String?

    func joined(_ items: [YAMLNode]) -> [YAMLNode] {
        var result: [YAMLNode] = []
        var rest = items[...]
        while let item = rest.popFirst() {
            result.append(extended(item, by: &rest) { $0 })
        }
        return result
    }

    func joined(_ pairs: [(key: YAMLNode, value: YAMLNode)]) -> [(key: YAMLNode, value: YAMLNode)] {
        var result: [(key: YAMLNode, value: YAMLNode)] = []
        var rest = pairs[...]
        while let pair = rest.popFirst() {
            // What follows a comma looks like a key without a value.
            let value = extended(pair.value, by: &rest) { $0.value.isNothing ? $0.key : nil }
            result.append((pair.key, value))
        }
        return result
    }

    private func extended<Element>(
        _ node: YAMLNode, by rest: inout ArraySlice<Element>, _ part: (Element) -> YAMLNode?
    ) -> YAMLNode {
        guard case .scalar(var text, isPlain: true) = node.content else { return node }
        var open = Self.openParentheses(text)
        guard open > 0 else { return node }
        var following = rest
        while let next = following.popFirst().flatMap(part), case .scalar(let more, isPlain: true) = next.content {
            text += ", " + more
            open += Self.openParentheses(more)
            guard open <= 0 else { continue }
            rest = following
            // With the blanks as they are: they may be inside of quotes.
            text = source(node.span.start, next.span.end) ?? text
            let span = SourceSpan(file: node.span.file, start: node.span.start, end: next.span.end)
            return YAMLNode(content: .scalar(text, isPlain: true), span: span)
        }
        return node
    }

    private static func openParentheses(_ text: String) -> Int {
        text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "(") ? 1 : $1 == UInt8(ascii: ")") ? -1 : 0) }
    }
}

extension YAMLNode {
    fileprivate var isNothing: Bool {
        if case .scalar("", isPlain: true) = content { true } else { false }
    }
}
