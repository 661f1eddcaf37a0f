/// Checks the names that databases keep in one space.
struct SharedNames {
    let collector: DiagnosticCollector

    private struct Owner {
        let what: String
        let origin: Origin
    }

    func check(_ schema: Schema) {
        checkRelations(schema)
        for table in schema.tables { checkConstraints(of: table) }
    }

    /// Tables, views, indexes and unique constraints, of the whole database, and what PostgreSQL names itself.
    private func checkRelations(_ schema: Schema) {
        var owners: [String: Owner] = [:]
        var taken: [(name: String, owner: Owner)] = []
        func claim(_ name: String, _ what: String, _ origin: Origin) {
            guard let span = origin.span else { return }
            if let first = owners[name.lowercased()] {
                collector.error(
                    "\(what) '\(name)' has the name of \(first.what); these names are unique in the whole database",
                    at: span, notes: note(first))
            } else {
                owners[name.lowercased()] = Owner(what: "another \(what)", origin: origin)
            }
        }
        for table in schema.tables { claim(table.name, "table", table.origin) }
        for view in schema.views { claim(view.name, "view", view.origin) }
        for table in schema.tables {
            let key = Owner(
                what: "the primary key of '\(table.name)'", origin: table.primaryKey?.origin ?? table.origin)
            if let name = table.primaryKey?.name { claim(name, "primary key", key.origin) }
            let keyName = (table.primaryKeyName ?? PrimaryKey.name(inTable: table.name)).lowercased()
            if owners[keyName] == nil { owners[keyName] = key }
            guard let counter = table.autoIncrementColumn else { continue }
            let sequence = Owner(what: "the sequence of '\(table.name).\(counter.name)'", origin: counter.origin)
            let sequenceName = "\(table.name)_\(counter.name)_seq".lowercased()
            if owners[sequenceName] == nil {
                owners[sequenceName] = sequence
            } else {
                taken.append((sequenceName, sequence))
            }
        }
        for table in schema.tables {
            for unique in table.uniques { claim(unique.name, "unique constraint", unique.origin) }
            for index in table.indexes { claim(index.name, "index", index.origin) }
        }
        // What PostgreSQL would have named, had the schema not.
        for (name, owner) in taken {
            guard let span = owner.origin.span, let first = owners[name] else { continue }
            collector.error("PostgreSQL calls \(owner.what) '\(name)', which is taken", at: span, notes: note(first))
        }
    }

    /// The constraints of a table, which PostgreSQL tells apart by their names.
    private func checkConstraints(of table: Table) {
        var owners: [String: Owner] = [:]
        func claim(_ name: String, _ what: String, _ origin: Origin) {
            guard let span = origin.span else { return }
            if let first = owners[name] {
                collector.error(
                    "\(what) '\(name)' has the name of \(first.what); the constraints of a table differ in their names",
                    at: span, notes: note(first))
            } else {
                owners[name] = Owner(what: "another constraint", origin: origin)
            }
        }
        owners[table.primaryKeyName ?? PrimaryKey.name(inTable: table.name)] = Owner(
            what: "the primary key", origin: table.primaryKey?.origin ?? table.origin)
        if table.isSingleton {
            owners["\(table.name)_singleton"] = Owner(what: "the check of the singleton", origin: table.origin)
        }
        for column in table.columns {
            switch column.type {
            case .enumeration, .date, .timestamp:
                let owner = Owner(what: "the check of the column's type", origin: column.origin)
                owners["\(table.name)_\(column.name)_check"] = owner
            default: break
            }
        }
        for unique in table.uniques { owners[unique.name] = Owner(what: "a unique constraint", origin: unique.origin) }
        for key in table.foreignKeys { claim(key.name, "foreign key", key.origin) }
        for check in table.checks { claim(check.name, "check", check.origin) }
    }

    private func note(_ owner: Owner) -> [Diagnostic.Note] {
        owner.origin.span.map { [.init("the first is here", $0)] } ?? []
    }
}
