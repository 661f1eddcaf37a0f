import SchemaKit

extension SQLDialect {
    /// The `CREATE VIEW` of a view. The columns have the names of the schema, whatever the query calls them.
    public func createView(_ view: View) -> String {
        let comment = commentLines(view.comment).map { $0 + "\n" }.joined()
        return "CREATE VIEW \(quote(view.name)) (\(quote(view.columns.map(\.name)))) AS\n"
            + comment + Self.trimmed(pick(view.query))
    }

    /// `COMMENT ON` for the view and its columns, on the database that has it.
    public func createComments(_ view: View) -> [String] {
        createComments("VIEW", view.name, view.comment, view.columns)
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
