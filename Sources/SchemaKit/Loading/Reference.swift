/// A reference to other rows as it was written, before the tables it names are known.
struct Reference {
    /// The columns referred to, each as `table.column`; or one table alone.
    let targets: [(text: String, span: SourceSpan)]
    let actions: Actions

    struct Actions {
        var onDelete = ForeignKey.Action.noAction
        var onUpdate = ForeignKey.Action.noAction
        /// Where an action was written, for what is wrong with it.
        let places: [(key: String, action: ForeignKey.Action, span: SourceSpan)]

        init(_ reader: MappingReader) {
            var places: [(key: String, action: ForeignKey.Action, span: SourceSpan)] = []
            func action(_ key: String) -> ForeignKey.Action {
                guard let action = reader.word(key, ForeignKey.Action.words, ForeignKey.Action.init(word:)) else {
                    return .noAction
                }
                places.append((key, action, reader.node(key)?.span ?? reader.span))
                return action
            }
            onDelete = action("on_delete")
            onUpdate = action("on_update")
            self.places = places
        }
    }
}

/// A reference of a table, together with the columns that it is over.
struct NamedReference {
    let name: String
    let columns: [String]
    let reference: Reference
    let origin: Origin
}
