import SchemaSQL

extension SchemaDifference {
    /// A table that stays, with the columns whose values stay, or come back on the way back.
    public struct SurvivingTable: Sendable {
        public let oldName: String
        public let newName: String
        /// Names before and after, and whether the values are the same in between.
        public let columns: [(old: String, new: String, isUnchanged: Bool)]
    }

    /// The tables that stay.
    public var survivingTables: [SurvivingTable] {
        tables.map { table in
            let columns = zip(table.before.columns, table.old.columns).compactMap {
                before, old -> (old: String, new: String, isUnchanged: Bool)? in
                guard let new = table.new.column(named: old.name), (old.generated == nil) == (new.generated == nil)
                else {
                    return nil
                }
                if new.generated != nil { return nil }
                // NULL that became the default stays that.
                if old.isNullable, !new.isNullable { return nil }
                if old.type != new.type, ValueConversion("x", from: old.type, to: new.type, SQLiteDialect()) == nil {
                    return nil
                }
                if old.type != new.type, ValueConversion("x", from: new.type, to: old.type, SQLiteDialect()) == nil {
                    return nil
                }
                return (before.name, new.name, old.type == new.type)
            }
            return SurvivingTable(oldName: table.before.name, newName: table.name, columns: columns)
        }
    }
}
