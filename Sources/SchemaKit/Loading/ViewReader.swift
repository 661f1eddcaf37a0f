/// Reads a view.
struct ViewReader {
    let collector: DiagnosticCollector

    func read(_ entry: NamedNode) -> View? {
        NameRules(collector: collector).check(entry.name, "view", at: entry.span)
        guard let reader = MappingReader(entry.value, SchemaLanguage.view, collector) else { return nil }
        let names = ModelNames(collector: collector)
        let comment = reader.text("comment")
        let model = names.model(reader)
        let property = names.property(reader)
        let columns = reader.named("columns", "column").compactMap { column in
            ColumnReader(collector: collector).readOfView(column.name, column.span, column.value)
        }
        guard let query = reader.sql("query"), let node = reader.node("query") else { return nil }
        check(query, in: node)
        return View(
            name: entry.name, columns: columns, query: query, comment: comment, modelName: model,
            propertyName: property,
            origin: Origin(entry.span))
    }

    /// The query stands in a statement of its own, so only what would end that is looked for.
    private func check(_ query: DialectText, in node: YAMLNode) {
        for part in query.parts(in: node) {
            do throws(SQLTextError) {
                let tokens = try SQLToken.tokens(of: part.text, for: part.readers)
                // One that is empty has been reported.
                guard let first = tokens.first, !["SELECT", "WITH", "VALUES"].contains(first.keyword) else { continue }
                collector.error("the query of a view begins with SELECT, WITH or VALUES", at: part.node.span)
            } catch {
                collector.error("the query: \(error.message)", at: part.node.span(of: error.range))
            }
        }
    }
}
