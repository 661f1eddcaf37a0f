import Spelling

/// Reads the values of a mapping by their keys, and reports what is wrong with them.
struct MappingReader {
    let span: SourceSpan
    private let values: [String: YAMLNode]
    private let places: [String: SourceSpan]
    private let collector: DiagnosticCollector

    /// - Parameters:
    ///   - section: the keys that it can have.
    /// - Returns: `nil` where the node is no mapping, which has been reported then.
    init?(_ node: YAMLNode, _ section: Section, _ collector: DiagnosticCollector) {
        var what: String { section.name.withArticle }
        let keys = section.keys
        guard case .mapping(let pairs) = node.content else {
            collector.error(
                "\(what) is a mapping with the keys \(Self.list(keys)), but this is \(node.kind)", at: node.span)
            return nil
        }
        span = node.span
        self.collector = collector
        var values: [String: YAMLNode] = [:]
        var places: [String: SourceSpan] = [:]
        for (key, value) in pairs {
            guard case .scalar(let name, _) = key.content else {
                collector.error("a key is a single word, but this is \(key.kind)", at: key.span)
                continue
            }
            guard section.names.contains(name) else {
                let suggestion = Suggestion.text(for: name, among: keys.map(\.name))
                let hint = suggestion.isEmpty ? "; \(what) can have \(Self.list(keys))" : suggestion
                collector.error("unknown key '\(name)'\(hint)", at: key.span)
                continue
            }
            if let first = places[name] {
                collector.error(
                    "the key '\(name)' is here a second time", at: key.span, notes: [.init("the first is here", first)])
                continue
            }
            places[name] = key.span
            values[name] = value
        }
        for name in section.requiredNames where places[name] == nil {
            collector.error("\(what) needs the key '\(name)'", at: node.span)
        }
        self.values = values
        self.places = places
    }

    func node(_ key: String) -> YAMLNode? {
        values[key]
    }

    /// Where the key itself stands.
    func place(of key: String) -> SourceSpan {
        places[key] ?? span
    }

    /// One of a few words.
    func word<Word>(_ key: String, _ words: [String], _ make: (String) -> Word?) -> Word? {
        guard let node = values[key], let text = text(key) else { return nil }
        if let word = make(text) { return word }
        let suggestion = Suggestion.text(for: text, among: words)
        let hint = suggestion.isEmpty ? "; it is \(Self.alternatives(words))" : suggestion
        collector.error("'\(key)' cannot be '\(text)'\(hint)", at: node.span)
        return nil
    }

    /// The warnings that are not wanted.
    func silenced() -> Set<Warning> {
        let names = Warning.allCases.map(\.rawValue)
        return Set(
            (list("silence") ?? []).compactMap { name, span in
                if let warning = Warning(rawValue: name) { return warning }
                let suggestion = Suggestion.text(for: name, among: names)
                let hint = suggestion.isEmpty ? "; there are \(names.joined(separator: ", "))" : suggestion
                collector.error("there is no warning '\(name)'\(hint)", at: span)
                return nil
            })
    }

    /// The text of a single value, quoted or not.
    func text(_ key: String) -> String? {
        values[key].flatMap { scalar($0, "'\(key)' is a text") }
    }

    func boolean(_ key: String) -> Bool? {
        guard let node = values[key] else { return nil }
        if case .scalar(let text, isPlain: true) = node.content, let value = Bool(text) { return value }
        collector.error("'\(key)' is true or false", at: node.span)
        return nil
    }

    /// The items of a list of single values.
    func list(_ key: String) -> [(text: String, span: SourceSpan)]? {
        values[key].flatMap { Self.list($0, "'\(key)'", collector) }
    }

    /// Names with a value each. A name that is there twice is reported and left out.
    func named(_ key: String, _ what: String, mayBeEmpty: Bool = false) -> [NamedNode] {
        guard let node = values[key] else { return [] }
        guard case .mapping(let pairs) = node.content else {
            collector.error(
                "'\(key)' is a mapping from names to \(what)\(what.hasSuffix("x") ? "es" : "s"), but this is \(node.kind)",
                at: node.span)
            return []
        }
        if pairs.isEmpty, !mayBeEmpty {
            collector.error("'\(key)' is empty; name at least one \(what), or leave it out", at: node.span)
        }
        var result: [NamedNode] = []
        // Databases take upper and lower case for the same where a name is not quoted.
        var places: [String: SourceSpan] = [:]
        for (key, value) in pairs {
            guard case .scalar(let name, _) = key.content else {
                collector.error(
                    "the name of \(what.withArticle) is a single word, but this is \(key.kind)", at: key.span)
                continue
            }
            if let first = places[name.lowercased()] {
                collector.error(
                    "there is another \(what) '\(name)'", at: key.span, notes: [.init("the first is here", first)])
                continue
            }
            places[name.lowercased()] = key.span
            result.append(NamedNode(name: name, span: key.span, value: value))
        }
        return result
    }

    /// How many entries a mapping of names has, readable or not.
    func count(of key: String) -> Int {
        guard let node = values[key], case .mapping(let pairs) = node.content else { return 0 }
        return pairs.count
    }

    /// SQL: one text for all dialects, or one for each.
    func sql(_ key: String) -> DialectText? {
        values[key].flatMap { Self.sql($0, "'\(key)'", collector) }
    }

    static func sql(_ node: YAMLNode, _ what: String, _ collector: DiagnosticCollector) -> DialectText? {
        if case .scalar(let text, _) = node.content {
            if !text.isBlank, !node.isNull { return .common(text) }
            collector.error("\(what) is empty; write SQL", at: node.span)
            return nil
        }
        guard let reader = MappingReader(node, SchemaLanguage.dialects, collector) else { return nil }
        guard let texts = PerDialect(all: { reader.text($0.rawValue) }) else { return nil }
        for dialect in Dialect.allCases where texts[dialect].isBlank {
            collector.error("\(what) is empty; write SQL", at: reader.node(dialect.rawValue)?.span ?? node.span)
        }
        return .each(texts)
    }

    static func list(
        _ node: YAMLNode, _ what: String, _ collector: DiagnosticCollector
    ) -> [(text: String, span: SourceSpan)]? {
        guard case .sequence(let items) = node.content else {
            collector.error("\(what) is a list, as in [a, b], but this is \(node.kind)", at: node.span)
            return nil
        }
        let texts = items.compactMap { item -> (text: String, span: SourceSpan)? in
            guard case .scalar(let text, _) = item.content, !item.isNull else {
                collector.error("an item of \(what) is a single value, but this is \(item.kind)", at: item.span)
                return nil
            }
            return (text, item.span)
        }
        return texts.count == items.count ? texts : nil
    }

    private func scalar(_ node: YAMLNode, _ expectation: String) -> String? {
        if case .scalar(let text, _) = node.content, !node.isNull { return text }
        collector.error("\(expectation), but this is \(node.kind)", at: node.span)
        return nil
    }

    private static func list(_ keys: [Key]) -> String {
        keys.map { "'\($0.name)'" }.joined(separator: ", ")
    }

    /// `a, b or c`
    static func alternatives(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}

/// A name that the user has chosen, with its value.
struct NamedNode {
    let name: String
    let span: SourceSpan
    let value: YAMLNode
}

extension String {
    var withArticle: String {
        // What begins with a capital is several things, or not to be counted: "SQL for each dialect".
        if first?.isUppercase == true { return self }
        // "a unique constraint": the sound counts, not the letter.
        return "aeiou".contains(first ?? " ") && !hasPrefix("uni") ? "an \(self)" : "a \(self)"
    }

    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
