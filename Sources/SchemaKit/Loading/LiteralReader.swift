import Spelling

/// Reads a default and checks that its column can hold it.
struct LiteralReader {
    let collector: DiagnosticCollector

    func read(_ node: YAMLNode, for type: ColumnType) -> Literal? {
        if node.isNull {
            collector.error(
                "a column without a default is NULL where it is nullable; leave 'default' out", at: node.span)
            return nil
        }
        if type == .json { return json(node) }
        guard case .scalar(let text, let isPlain) = node.content else {
            collector.error("'default' is a single value, but this is \(node.kind)", at: node.span)
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
        case .decimal(let precision, let scale):
            if isPlain, let digits = DecimalText.canonical(text, precision: precision, scale: scale) {
                return .decimal(digits)
            }
            return refuse(
                text, node, "a number of at most \(precision) digits, \(scale) of them after the point")
        case .boolean:
            if isPlain, let value = Bool(text) { return .boolean(value) }
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
        case .blob:
            if let bytes = Self.bytes(text) { return .blob(bytes) }
            return refuse(text, node, "bytes, two hexadecimal digits each, as in \"00ff\"")
        case .timestamp:
            if let microseconds = TimestampText.microseconds(text) { return .timestamp(microseconds) }
            return refuse(text, node, "an instant with its time zone, as in 2026-01-31T12:00:00Z, or 'now'")
        case .date:
            if TimestampText.days(text) != nil { return .date(text) }
            return refuse(text, node, "a day, as in 2026-01-31")
        case .uuid:
            if let uuid = Self.uuid(text) { return .uuid(uuid) }
            return refuse(text, node, "a UUID, as in 6ba7b810-9dad-11d1-80b4-00c04fd430c8")
        case .enumeration(let words):
            if words.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { return .text(text) }
            let suggestion = Suggestion.text(for: text, among: words)
            let hint = suggestion.isEmpty ? "; the enum has \(words.joined(separator: ", "))" : suggestion
            collector.error("the default '\(text)' is no word of the enum\(hint)", at: node.span)
            return nil
        case .json: return nil
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
        return .text(text)
    }

    private func json(_ node: YAMLNode) -> Literal? {
        if case .scalar(let text, isPlain: false) = node.content, let first = text.trimmed.first, "[{".contains(first) {
            collector.error(
                "in quotes this is the JSON text of a string; write the value itself, as in 'default: { a: [1, 2] }'",
                at: node.span)
            return nil
        }
        do throws(Diagnostic) {
            return .json(try JSONText.text(of: node))
        } catch {
            collector.append(error)
            return nil
        }
    }

    private func refuse(_ text: String, _ node: YAMLNode, _ expectation: String) -> Literal? {
        collector.error("the default '\(text)' does not fit the column: it holds \(expectation)", at: node.span)
        return nil
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2), digits.allSatisfy(\.isHexDigit) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }

    private static func uuid(_ text: String) -> String? {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12] else { return nil }
        return groups.allSatisfy { $0.utf8.allSatisfy(\.isHexDigit) } ? text.lowercased() : nil
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

extension Int64 {
    /// A number as the schema language writes it: digits, perhaps with a sign.
    fileprivate init?(decimal text: String) {
        guard text.utf8.allSatisfy({ "0123456789+-".utf8.contains($0) }) else { return nil }
        self.init(text)
    }
}
