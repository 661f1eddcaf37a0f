import ExactText

extension Schema {
    /// Tells whether two schemas make the same database: equal for those that differ only in what concerns Swift. A
    /// checksum (FNV-1a, 64 bits), not a signature.
    public var fingerprint: String {
        var hash = FNV1a()
        hash.add(SchemaWriter.text(of: databasePart).utf8)
        return hash.text
    }

    /// The schema without what only Swift has to do with, and without what says where something comes from.
    public var databasePart: Schema {
        var schema = Schema(tables: tables, views: views)
        for position in tables.indices {
            schema.tables[position].modelName = nil
            schema.tables[position].propertyName = nil
            schema.tables[position].renamedFrom = nil
            schema.tables[position].columns = tables[position].columns.map(\.databasePart)
        }
        for position in views.indices {
            schema.views[position].modelName = nil
            schema.views[position].propertyName = nil
            schema.views[position].columns = views[position].columns.map(\.databasePart)
        }
        return schema
    }
}

extension Column {
    fileprivate var databasePart: Column {
        var column = self
        column.propertyName = nil
        column.swiftType = nil
        column.renamedFrom = nil
        return column
    }
}
