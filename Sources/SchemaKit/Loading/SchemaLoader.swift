/// Reads a schema file and what it includes, checks it, and reports everything that is wrong with it at once.
public struct SchemaLoader {
    public struct Result: Sendable {
        /// `nil` where there are errors.
        public let schema: Schema?
        /// What could be read in spite of errors, so that others can look for more of them.
        public let readable: Schema
        /// In the order of the files.
        public let diagnostics: [Diagnostic]
    }

    private let collector = DiagnosticCollector()

    /// Reads the file at a path.
    public static func load(path: String) -> Result {
        do throws(Diagnostic) {
            return load(try SourceFile(path: path))
        } catch {
            return Result(schema: nil, readable: Schema(), diagnostics: [error])
        }
    }

    public static func load(_ file: SourceFile) -> Result {
        let loader = SchemaLoader()
        let schema = loader.schema(in: file)
        let diagnostics = loader.collector.diagnostics.sortedByPosition()
        return Result(
            schema: diagnostics.hasErrors ? nil : schema, readable: schema, diagnostics: diagnostics)
    }

    private func schema(in file: SourceFile) -> Schema {
        var files = SchemaFiles(collector: collector)
        files.read(file)
        let parts = files.parts

        var schema = Schema()
        var silenced: Set<Warning> = []
        if let options = parts.compactMap({ $0.reader.node("options") }).first {
            (schema.options, silenced) = OptionsReader(collector: collector).read(options)
        }
        let tableNodes = parts.flatMap { $0.reader.named("tables", "table", mayBeEmpty: true) }
        var tables = tableNodes.compactMap { TableReader(collector: collector).read($0) }
        let resolver = ReferenceResolver(
            tables: tables, isComplete: tables.count == tableNodes.count && !files.isIncomplete, collector: collector)
        for position in tables.indices {
            tables[position].table.foreignKeys = resolver.foreignKeys(of: tables[position])
        }
        schema.tables = tables.map(\.table)
        schema.views = parts.flatMap { $0.reader.named("views", "view") }.compactMap {
            ViewReader(collector: collector).read($0)
        }
        SharedNames(collector: collector).check(schema)
        if !collector.diagnostics.hasErrors {
            SchemaWarnings(collector: collector).check(tables, silenced: silenced)
        }
        return schema
    }
}
