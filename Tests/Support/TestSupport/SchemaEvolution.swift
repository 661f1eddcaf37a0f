public import SchemaKit

/// Changes schemas as people do: a few things at a time, of every kind.
public struct SchemaEvolution {
    private var generator: SeededGenerator
    private var schemas: RandomSchema

    public init(_ generator: SeededGenerator) {
        self.generator = generator
        schemas = RandomSchema(generator)
    }

    private mutating func random(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1), using: &generator) }
    private mutating func chance(_ percent: Int) -> Bool { random(100) < percent }
    private mutating func pick<Element>(_ items: [Element]) -> Element { items[random(items.count)] }

    /// A schema and one that it might become.
    public mutating func next() -> (old: Schema, new: Schema) {
        var old = schemas.next()
        old = old.withoutHints
        // What it becomes is something else entirely now and then.
        if chance(15) { return (old, schemas.next().withoutHints) }
        var new = old
        for _ in 0...random(4) { change(&new) }
        // What was added before it was renamed was never called anything else.
        for table in new.tables.indices {
            if let source = new.tables[table].renamedFrom, old.table(named: source) == nil {
                new.tables[table].renamedFrom = nil
            }
            let before = old.table(named: new.tables[table].renamedFrom ?? new.tables[table].name)
            for column in new.tables[table].columns.indices {
                guard let source = new.tables[table].columns[column].renamedFrom else { continue }
                if before?.column(named: source) == nil { new.tables[table].columns[column].renamedFrom = nil }
            }
        }
        return (old, new)
    }

    private mutating func change(_ schema: inout Schema) {
        if schema.tables.isEmpty { return }
        let position = random(schema.tables.count)
        switch random(20) {
        case 0: addTable(to: &schema)
        case 1: drop(position, from: &schema)
        case 2: rename(position, in: &schema)
        case 3: schema.views = []
        case 4: schema.tables[position].sqlite.isStrict.toggle()
        case 5...7: addColumn(to: &schema.tables[position])
        case 8, 9: dropColumn(from: position, in: &schema)
        case 10, 11: renameColumn(in: position, of: &schema)
        case 12, 13: changeType(in: position, of: &schema)
        case 14: changeNullability(in: &schema.tables[position])
        case 15: changeDefault(in: &schema.tables[position])
        case 16: changeIndexes(of: &schema.tables[position])
        case 17: changeChecks(of: &schema.tables[position])
        case 18: schema.tables[position].comment = chance(50) ? nil : "comment \(random(9))"
        default: changeForeignKeys(of: &schema.tables[position])
        }
    }

    private mutating func addTable(to schema: inout Schema) {
        guard var table = schemas.next().withoutHints.tables.first(where: { $0.foreignKeys.isEmpty }) else { return }
        let suffix = "n\(random(1000))"
        guard schema.table(named: table.name + suffix) == nil else { return }
        table.name += suffix
        table.modelName = nil
        table.primaryKey?.name = nil
        for number in table.uniques.indices { table.uniques[number].name += suffix }
        for number in table.indexes.indices { table.indexes[number].name += suffix }
        schema.tables.append(table)
    }

    private func isReferred(_ name: String, in schema: Schema) -> Bool {
        schema.tables.contains { table in table.foreignKeys.contains { $0.referencedTable == name } }
    }

    private mutating func drop(_ position: Int, from schema: inout Schema) {
        let name = schema.tables[position].name
        if isReferred(name, in: schema) || schema.tables.count == 1 { return }
        schema.views.removeAll { $0.query.mentions(name) }
        schema.tables.remove(at: position)
    }

    private mutating func rename(_ position: Int, in schema: inout Schema) {
        let old = schema.tables[position].name
        let new = "renamed_\(random(1000))"
        guard schema.table(named: new) == nil, schema.tables[position].renamedFrom == nil else { return }
        schema.tables[position].name = new
        schema.tables[position].renamedFrom = old
        schema.views.removeAll { $0.query.mentions(old) }
        for table in schema.tables.indices {
            for key in schema.tables[table].foreignKeys.indices
            where schema.tables[table].foreignKeys[key].referencedTable == old {
                schema.tables[table].foreignKeys[key].referencedTable = new
            }
        }
    }

    private mutating func addColumn(to table: inout Table) {
        let name = "added_\(random(1000))"
        if table.column(named: name) != nil { return }
        let type = pick(ColumnType.samples)
        var column = Column(name: name, type: type, isNullable: chance(50), comment: chance(20) ? "new" : nil)
        if chance(60) { column.defaultValue = .literal(pick(type.literals)) }
        table.columns.insert(column, at: random(table.columns.count) + 1)
    }

    /// Whether nothing but the column itself has to do with it.
    private func isFree(_ column: Column, _ table: Table, _ schema: Schema) -> Bool {
        let name = column.name
        return !table.isSingleton && table.primaryKey?.columns.contains(name) != true
            && !table.checks.contains { $0.condition.mentions(name) }
            && !table.columns.contains { $0.generated?.expression.mentions(name) == true }
            && !table.foreignKeys.contains { $0.columns.contains(name) }
            && !schema.tables.contains { other in
                other.foreignKeys.contains { $0.referencedTable == table.name && $0.referencedColumns.contains(name) }
            } && !schema.views.contains { $0.query.mentions(table.name) }
    }

    private func mentions(_ name: String, _ index: Index) -> Bool {
        index.predicate?.mentions(name) == true
            || index.terms.contains { term in
                switch term.key {
                case .column(let column): column == name
                case .expression(let text): text.mentions(name)
                }
            }
    }

    private mutating func dropColumn(from position: Int, in schema: inout Schema) {
        var table = schema.tables[position]
        let isFree = self.isFree
        let free = table.columns.filter { isFree($0, table, schema) }
        guard let column = free.randomElement(using: &generator) else { return }
        table.columns.removeAll { $0.name == column.name }
        table.indexes.removeAll { mentions(column.name, $0) }
        table.uniques.removeAll {
            $0.columns.contains(column.name) || $0.predicate?.mentions(column.name) == true
        }
        schema.tables[position] = table
    }

    private mutating func renameColumn(in position: Int, of schema: inout Schema) {
        let table = schema.tables[position]
        guard let number = table.columns.indices.randomElement(using: &generator) else { return }
        let old = table.columns[number].name
        let new = "renamed_c\(random(1000))"
        guard table.column(named: new) == nil, table.columns[number].renamedFrom == nil, !old.hasPrefix("added_"),
            !schema.views.contains(where: { $0.query.mentions(table.name) })
        else { return }
        schema.tables[position] = table.renaming(old, to: new)
        schema.tables[position].columns[number].renamedFrom = old
        for other in schema.tables.indices {
            for key in schema.tables[other].foreignKeys.indices
            where schema.tables[other].foreignKeys[key].referencedTable == table.name {
                let columns = schema.tables[other].foreignKeys[key].referencedColumns
                schema.tables[other].foreignKeys[key].referencedColumns = columns.map { $0 == old ? new : $0 }
            }
        }
    }

    private mutating func changeType(in position: Int, of schema: inout Schema) {
        let table = schema.tables[position]
        let isFree = self.isFree
        let free = table.columns.indices.filter { number in
            let column = table.columns[number]
            return column.generated == nil && isFree(column, table, schema)
        }
        guard let number = free.randomElement(using: &generator) else { return }
        let type = pick(
            ColumnType.samples + [.string(maxLength: 200), .decimal(precision: 12, scale: 4), .text, .integer])
        schema.tables[position].columns[number].type = type
        schema.tables[position].columns[number].defaultValue =
            chance(50) && !type.literals.isEmpty
            ? .literal(pick(type.literals)) : nil
        let name = table.columns[number].name
        // An expression that fitted the old type need not fit the new one.
        let mentions = self.mentions
        schema.tables[position].indexes.removeAll { $0.columnsOnly == nil && mentions(name, $0) }
    }

    private mutating func changeNullability(in table: inout Table) {
        let free = table.columns.indices.filter {
            table.primaryKey?.columns.contains(table.columns[$0].name) != true && table.columns[$0].generated == nil
                && table.columns[$0].name.hasPrefix("ref") == false
        }
        guard let number = free.randomElement(using: &generator) else { return }
        table.columns[number].isNullable.toggle()
    }

    private mutating func changeDefault(in table: inout Table) {
        let free = table.columns.indices.filter {
            !table.columns[$0].isAutoIncrement && table.columns[$0].generated == nil
        }
        guard !table.isSingleton, let number = free.randomElement(using: &generator) else { return }
        let literals = table.columns[number].type.literals
        table.columns[number].defaultValue = chance(70) && !literals.isEmpty ? .literal(pick(literals)) : nil
    }

    private mutating func changeIndexes(of table: inout Table) {
        if let number = table.indexes.indices.randomElement(using: &generator) {
            if chance(30) {
                table.indexes.remove(at: number)
            } else if chance(50) {
                table.indexes[number].terms[0].isDescending.toggle()
            } else {
                table.indexes[number].name = "renamed_i\(random(10000))"
            }
        } else if let column = table.columns.randomElement(using: &generator) {
            table.indexes.append(Index(name: "added_i\(random(10000))", terms: [.init(.column(column.name))]))
        }
        if chance(20), !table.uniques.isEmpty { table.uniques.removeLast() }
        if chance(30) {
            let hasName = table.primaryKey?.name != nil
            table.primaryKey?.name = hasName ? nil : "renamed_k\(random(10000))"
        }
    }

    private mutating func changeChecks(of table: inout Table) {
        if !table.checks.isEmpty, chance(50) {
            table.checks.removeLast()
        } else if let column = table.columns.first(where: { $0.type == .integer && $0.generated == nil }) {
            let name = "added_check_\(random(1000))"
            table.checks.append(Check(name: name, condition: .common("\"\(column.name)\" > -\(1 + random(1000))")))
        }
    }

    private mutating func changeForeignKeys(of table: inout Table) {
        guard let number = table.foreignKeys.indices.randomElement(using: &generator) else { return }
        if chance(50) {
            table.foreignKeys.remove(at: number)
        } else {
            table.foreignKeys[number].onDelete = table.foreignKeys[number].onDelete == .cascade ? .noAction : .cascade
        }
    }
}

extension Index {
    var columnsOnly: [String]? {
        let names = terms.compactMap { if case .column(let name) = $0.key { name } else { nil as String? } }
        return names.count == terms.count && predicate == nil ? names : nil
    }
}

extension Schema {
    /// Without what says where something comes from: this is where it comes from.
    public var withoutHints: Schema {
        var schema = self
        for table in tables.indices {
            schema.tables[table].renamedFrom = nil
            for column in tables[table].columns.indices { schema.tables[table].columns[column].renamedFrom = nil }
        }
        return schema
    }
}

extension Table {
    fileprivate func renaming(_ old: String, to new: String) -> Table {
        func rename(_ name: String) -> String { name == old ? new : name }
        func rename(_ text: DialectText) -> DialectText { text.renaming(columns: [old: new]) }
        var table = self
        for number in columns.indices {
            table.columns[number].name = rename(columns[number].name)
            if let generated = columns[number].generated {
                table.columns[number].generated?.expression = rename(generated.expression)
            }
        }
        table.primaryKey?.columns = primaryKey?.columns.map(rename) ?? []
        for number in uniques.indices {
            table.uniques[number].columns = uniques[number].columns.map(rename)
            table.uniques[number].predicate = uniques[number].predicate.map(rename)
        }
        for number in indexes.indices {
            table.indexes[number].predicate = indexes[number].predicate.map(rename)
            for term in indexes[number].terms.indices {
                switch indexes[number].terms[term].key {
                case .column(let name): table.indexes[number].terms[term].key = .column(rename(name))
                case .expression(let text): table.indexes[number].terms[term].key = .expression(rename(text))
                }
            }
        }
        for number in checks.indices { table.checks[number].condition = rename(checks[number].condition) }
        for number in foreignKeys.indices {
            table.foreignKeys[number].columns = foreignKeys[number].columns.map(rename)
            if foreignKeys[number].referencedTable == name {
                table.foreignKeys[number].referencedColumns = foreignKeys[number].referencedColumns.map(rename)
            }
        }
        return table
    }
}
