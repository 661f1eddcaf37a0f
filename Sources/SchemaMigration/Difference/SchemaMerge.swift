public import SchemaKit

/// What becomes of a schema when two branches have changed it: each thing as the branch has it that changed it.
public struct SchemaMerge {
    /// Something that both branches changed, each in its own way.
    public struct Conflict: Error, CustomStringConvertible {
        public let subjects: [String]
        public var description: String {
            "both branches changed \(subjects.joined(separator: ", ")), each in its own way"
        }
    }

    private var conflicts: [String] = []

    /// - Throws: ``Conflict``
    public static func merge(base: Schema, _ one: Schema, _ other: Schema) throws(Conflict) -> Schema {
        var merge = SchemaMerge()
        var schema = one
        schema.tables = merge.parts(base.tables, one.tables, other.tables, \.name, "") { merge, base, one, other in
            merge.table(base, one, other)
        }
        schema.views = merge.parts(base.views, one.views, other.views, \.name, "")
        if !merge.conflicts.isEmpty { throw Conflict(subjects: merge.conflicts) }
        return schema
    }

    private mutating func table(_ base: Table, _ one: Table, _ other: Table) -> Table {
        let place = one.name + "."
        var table = one
        table.columns = parts(base.columns, one.columns, other.columns, \.name, place)
        table.uniques = parts(base.uniques, one.uniques, other.uniques, \.name, place)
        table.indexes = parts(base.indexes, one.indexes, other.indexes, \.name, place)
        table.checks = parts(base.checks, one.checks, other.checks, \.name, place)
        table.foreignKeys = parts(base.foreignKeys, one.foreignKeys, other.foreignKeys, \.name, place)
        table.comment = value(base.comment, one.comment, other.comment, place + "comment")
        table.modelName = value(base.modelName, one.modelName, other.modelName, place + "model")
        table.propertyName = value(base.propertyName, one.propertyName, other.propertyName, place + "swift")
        table.primaryKey = value(base.primaryKey, one.primaryKey, other.primaryKey, place + "primary_key")
        table.isSingleton = value(base.isSingleton, one.isSingleton, other.isSingleton, place + "singleton")
        table.sqlite = value(base.sqlite, one.sqlite, other.sqlite, place + "strict")
        table.renamedFrom = one.renamedFrom ?? other.renamedFrom
        return table
    }

    private mutating func value<Value: Equatable>(_ base: Value, _ one: Value, _ other: Value, _ what: String) -> Value
    {
        if one == base { return other }
        if other != base, other != one { conflicts.append(what) }
        return one
    }

    /// In the order of the first branch, what only the other one has at the end.
    private mutating func parts<Part: Equatable>(
        _ base: [Part], _ one: [Part], _ other: [Part], _ name: (Part) -> String, _ place: String,
        _ join: ((inout SchemaMerge, Part, Part, Part) -> Part)? = nil
    ) -> [Part] {
        var result: [Part] = []
        func find(_ parts: [Part], _ wanted: String) -> Part? { parts.first { name($0) == wanted } }
        for part in one {
            let before = find(base, name(part))
            let there = find(other, name(part))
            switch (before, there) {
            case (nil, nil): result.append(part)
            // Both have added it.
            case (nil, let there?):
                if there != part { conflicts.append(place + name(part)) }
                result.append(part)
            // The other one has taken it away.
            case (let before?, nil):
                if before != part { conflicts.append(place + name(part)) }
            case (let before?, let there?):
                if there == before || there == part {
                    result.append(part)
                } else if part == before {
                    result.append(there)
                } else if let join {
                    result.append(join(&self, before, part, there))
                } else {
                    conflicts.append(place + name(part))
                    result.append(part)
                }
            }
        }
        for part in other where find(one, name(part)) == nil {
            guard let before = find(base, name(part)) else {
                result.append(part)
                continue
            }
            // This one has taken it away.
            if before != part { conflicts.append(place + name(part)) }
        }
        return result
    }
}
