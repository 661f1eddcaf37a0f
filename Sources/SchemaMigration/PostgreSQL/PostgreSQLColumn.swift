import ExactText
import SchemaKit
import SchemaSQL

/// What a column that changes contributes to each phase of a migration.
struct PostgreSQLColumn {
    private let table: String
    private let old: Column
    private let new: Column
    /// The primary key makes it NOT NULL by itself.
    private let isInKey: Bool
    /// Columns are computed from it, which NULL may not do for.
    private let isComputedFrom: Bool
    /// A check of the schema makes it NOT NULL already, and SET NOT NULL believes it.
    private let isChecked: Bool
    private let facets: ColumnFacets
    private let dialect = PostgreSQLDialect()

    /// - Parameter table: the table's name, quoted.
    init(_ table: String, from old: Column, to new: Column, isInKey: Bool, isComputedFrom: Bool, isChecked: Bool) {
        self.table = table
        self.old = old
        self.new = new
        self.isInKey = isInKey
        self.isComputedFrom = isComputedFrom
        self.isChecked = isChecked
        facets = ColumnFacets(from: old, to: new)
    }

    private var name: String { dialect.quote(new.name) }
    private var oldCheck: String? { dialect.typeCheck(old) }
    private var newCheck: String? { dialect.typeCheck(new) }
    private var isRetyped: Bool { dialect.typeName(old.type) != dialect.typeName(new.type) }
    private var becomesNotNull: Bool { old.isNullable && !new.isNullable }
    private var needsCheck: Bool { becomesNotNull && !isInKey && !isChecked }

    var statements: [PlannedStatement] {
        var actions: [String] = []
        if oldCheck != newCheck, oldCheck != nil {
            actions.append("DROP CONSTRAINT \(dialect.quote(dialect.typeCheckName(of: old.name, old.type)))")
        }
        if old.isAutoIncrement, !new.isAutoIncrement { actions.append("ALTER COLUMN \(name) DROP IDENTITY") }
        if old.generated != nil, new.generated == nil { actions.append("ALTER COLUMN \(name) DROP EXPRESSION") }
        // One that does not fit the new type would be in the way.
        let isDefaultMoved = isRetyped || facets.contains(.defaultValue)
        if isDefaultMoved, old.defaultValue != nil { actions.append("ALTER COLUMN \(name) DROP DEFAULT") }
        if isRetyped {
            // A cast that the server would make by itself is better left to it: it knows when no row has to change.
            let conversion = ValueConversion(name, from: old.type, to: new.type, dialect)?.expression ?? "NULL"
            let using = ValueConversion.isWidening(old.type, new.type) ? "" : " USING \(conversion)"
            actions.append("ALTER COLUMN \(name) TYPE \(dialect.typeName(new.type))\(using)")
        }
        if isDefaultMoved, let value = new.defaultValue {
            actions.append("ALTER COLUMN \(name) SET DEFAULT \(dialect.text(of: value, for: new.type))")
        }
        if !old.isNullable, new.isNullable { actions.append("ALTER COLUMN \(name) DROP NOT NULL") }
        var statements = actions.map { PlannedStatement("ALTER TABLE \(table) \($0)") }
        if becomesNotNull, isInKey || isComputedFrom, let fill { statements.append(PlannedStatement(fill)) }
        if isInKey, becomesNotNull { statements.append(setNotNull) }
        if !old.isAutoIncrement, new.isAutoIncrement { statements += addIdentity }
        if let check = newCheck, oldCheck != newCheck {
            statements.append(
                PlannedStatement(
                    "ALTER TABLE \(table) ADD CONSTRAINT \(dialect.quote(checkName)) CHECK (\(check)) NOT VALID"))
        }
        if needsCheck {
            statements.append(
                PlannedStatement(
                    "ALTER TABLE \(table) ADD CONSTRAINT \(dialect.quote(notNullName)) CHECK (\(name) IS NOT NULL) "
                        + "NOT VALID",
                    comment: "SET NOT NULL would look at every row with nobody else let in; it believes a valid check.")
            )
        }
        return statements
    }

    var validations: [PlannedStatement] {
        var names: [String] = []
        if newCheck != nil, oldCheck != newCheck { names.append(checkName) }
        if needsCheck { names.append(notNullName) }
        // After the check, so that no new NULL comes; by itself, since it may take long and the table is in use.
        let filling =
            becomesNotNull && !isInKey && !isComputedFrom
            ? [fill].compactMap { $0 }.map { PlannedStatement.alone($0) } : []
        return filling + names.map { .alone("ALTER TABLE \(table) VALIDATE CONSTRAINT \(dialect.quote($0))") }
    }

    private var fill: String? {
        new.defaultValue.map {
            "UPDATE \(table) SET \(name) = \(dialect.text(of: $0, for: new.type)) WHERE \(name) IS NULL"
        }
    }

    var finish: [PlannedStatement] {
        guard becomesNotNull, !isInKey else { return [] }
        let check = PlannedStatement("ALTER TABLE \(table) DROP CONSTRAINT \(dialect.quote(notNullName))")
        return needsCheck ? [setNotNull, check] : [setNotNull]
    }

    private var setNotNull: PlannedStatement {
        PlannedStatement("ALTER TABLE \(table) ALTER COLUMN \(name) SET NOT NULL")
    }
    private var checkName: String { dialect.typeCheckName(of: new.name, new.type) }
    private var notNullName: String { Self.notNullName(of: new.name) }

    /// What the check is called that stands for NOT NULL until that is true of every row.
    static func notNullName(of column: String) -> String { ("rosey_not_null_" + column).cut(to: 63) }

    /// The numbers go on after the highest there is.
    private var addIdentity: [PlannedStatement] {
        let sequence =
            "pg_catalog.pg_get_serial_sequence(\(dialect.literal(.text(table))), \(dialect.literal(.text(new.name))))"
        return [
            PlannedStatement("ALTER TABLE \(table) ALTER COLUMN \(name) ADD GENERATED BY DEFAULT AS IDENTITY"),
            PlannedStatement(
                "SELECT pg_catalog.setval(\(sequence), pg_catalog.max(\(name))) FROM \(table) HAVING pg_catalog.max(\(name)) IS NOT NULL"
            ),
        ]
    }
}
