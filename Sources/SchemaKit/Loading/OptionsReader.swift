/// Reads the options of a schema.
struct OptionsReader {
    let collector: DiagnosticCollector

    func read(_ node: YAMLNode) -> (options: Schema.Options, silenced: Set<Warning>) {
        guard let reader = MappingReader(node, SchemaLanguage.options, collector) else { return (Schema.Options(), []) }
        var options = Schema.Options()
        let levels = Schema.Options.AccessLevel.allCases.map(\.rawValue)
        if let level = reader.word("access", levels, Schema.Options.AccessLevel.init(rawValue:)) {
            options.accessLevel = level
        }
        for (name, span) in reader.list("imports") ?? [] {
            if name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(\.isSwiftIdentifier) {
                options.imports.append(name)
            } else {
                collector.error("'\(name)' cannot be the name of a Swift module", at: span)
            }
        }
        options.singularModels = reader.boolean("singular_models") ?? true
        for (word, span) in reader.list("acronyms") ?? [] {
            if !word.isEmpty, word.unicodeScalars.allSatisfy(\.properties.isXIDContinue), !word.contains("_") {
                options.acronyms.append(word.lowercased())
            } else {
                collector.error("'\(word)' is no single word, as in [id, url]", at: span)
            }
        }
        return (options, reader.silenced())
    }
}
