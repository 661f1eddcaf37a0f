import SchemaKit

/// A constraint or a unique index with its Swift name: `stock_is_not_negative` → `stockIsNotNegative`.
struct NamedConstraint {
    let constraint: String
    let name: String
    /// What it is, for people.
    let documentation: String

    /// All of a schema, each name once, in the order of the tables.
    ///
    /// - Parameter tables: those of the schema.
    static func all(of tables: [Table], _ names: SwiftName) -> [NamedConstraint] {
        var found: [(constraint: String, table: String, documentation: String)] = []
        for table in tables {
            for (constraint, text) in constraints(of: table) {
                // Checks of several tables may have one name.
                if let known = found.firstIndex(where: { $0.constraint == constraint }) {
                    found[known].documentation += "\n\n" + text
                } else {
                    found.append((constraint, table.name, text))
                }
            }
        }
        var short: [String: Int] = [:]
        for entry in found { short[names.property(entry.constraint), default: 0] += 1 }
        var taken: Set<String> = []
        return found.map { entry in
            var name = names.property(entry.constraint)
            if short[name] != 1 || unusable.contains(name) {
                name = names.property(entry.table + "_" + entry.constraint)
                while taken.contains(name) || short[name] != nil || unusable.contains(name) { name += "_" }
            }
            taken.insert(name)
            return NamedConstraint(constraint: entry.constraint, name: name, documentation: entry.documentation)
        }
    }

    /// `error.constraint == .none` asks whether there is one.
    private static let unusable: Set<String> = ["_", "none", "some"]

    private static func constraints(of table: Table) -> [(String, String)] {
        var all: [(String, String)] = []
        if let name = table.primaryKeyName { all.append((name, "The primary key of `\(table.name)`.")) }
        for unique in table.uniques {
            all.append(
                (unique.name, "A unique constraint of `\(table.name)`: `\(unique.columns.joined(separator: ", "))`."))
        }
        for index in table.indexes where index.isUnique {
            all.append((index.name, "A unique index of `\(table.name)`."))
        }
        for key in table.foreignKeys {
            all.append(
                (
                    key.name,
                    "A foreign key of `\(table.name)`: `\(key.columns.joined(separator: ", "))` to `\(key.referencedTable)`."
                ))
        }
        if table.isSingleton { all.append((table.name + "_singleton", "`\(table.name)` has no row but one.")) }
        for check in table.checks {
            all.append((check.name, "A check of `\(table.name)`: `\(check.condition[.sqlite])`."))
        }
        return all
    }
}
