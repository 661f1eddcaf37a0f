/// Reads a schema file and checks it, and reports everything that is wrong with it at once.
public struct SchemaLoader {
    public struct Result: Sendable {
        /// `nil` where there are errors.
        public let schema: Schema?
        /// In the order of the file.
        public let diagnostics: [Diagnostic]
    }

    private let collector = DiagnosticCollector()

    public static func load(path: String) -> Result {
        do throws(Diagnostic) {
            return load(try SourceFile(path: path))
        } catch {
            return Result(schema: nil, diagnostics: [error])
        }
    }

    public static func load(_ file: SourceFile) -> Result {
        let loader = SchemaLoader()
        let schema = loader.schema(in: file)
        let diagnostics = loader.collector.diagnostics.sortedByPosition()
        return Result(schema: diagnostics.hasErrors ? nil : schema, diagnostics: diagnostics)
    }

    private func schema(in file: SourceFile) -> Schema? {
        let document: YAMLNode?
        do throws(Diagnostic) {
            document = try YAMLParser.parse(file)
        } catch {
            collector.append(error)
            return nil
        }
        guard let document else {
            let start = SourcePosition(line: 1, column: 1)
            collector.error(
                "the file is empty; a schema begins with 'tables:'",
                at: SourceSpan(file: file.path, start: start, end: start))
            return nil
        }
        guard let reader = MappingReader(document, "a schema", keys: SchemaKeys.schema, collector) else { return nil }
        let tables = reader.named("tables", "table").compactMap { entry in
            TableReader(collector: collector).read(entry.name, entry.span, entry.value)
        }
        checkSharedNames(tables)
        return Schema(tables: tables)
    }

    /// Tables, indexes and unique constraints have their names in one space per database.
    private func checkSharedNames(_ tables: [Table]) {
        var owners: [String: (what: String, origin: Origin)] = [:]
        func claim(_ name: String, _ what: String, _ origin: Origin) {
            guard let span = origin.span else { return }
            if let first = owners[name.lowercased()] {
                let notes = first.origin.span.map { [Diagnostic.Note("the first is here", $0)] } ?? []
                collector.error(
                    "\(what) '\(name)' has the name of \(first.what); these names are unique in the whole database",
                    at: span, notes: notes)
            } else {
                owners[name.lowercased()] = ("another \(what)", origin)
            }
        }
        for table in tables { claim(table.name, "table", table.origin) }
        for table in tables {
            for unique in table.uniques { claim(unique.name, "unique constraint", unique.origin) }
            for index in table.indexes { claim(index.name, "index", index.origin) }
        }
    }
}
