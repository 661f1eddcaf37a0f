import ExactText
import SchemaKit

/// How one database system writes SQL: what differs from the others.
///
/// What is the same for all, and is put together from this, is in extensions. Each conformer has a folder of its own.
public protocol SQLDialect: Sendable {
    var system: Dialect { get }

    // MARK: Types

    /// The type of a column as its definition spells it.
    ///
    /// Text is compared by code point on every database: SQLite does so by itself, PostgreSQL when told `COLLATE "C"`.
    func typeName(_ type: ColumnType) -> String

    /// What the type itself allows, where the database has no type that says so.
    func typeCheck(_ column: Column) -> String?

    /// `CONSTRAINT` and the name of the check that stands for the column's type, with a blank behind it; nothing where such
    /// checks have no name.
    func typeCheckLabel(_ column: Column) -> String

    /// An expression of the schema as a value of a column, rounded as PostgreSQL rounds when it stores one.
    func value(of expression: DialectText, for type: ColumnType) -> String

    // MARK: Literals

    /// The constant in SQL.
    func literal(_ literal: Literal) -> String

    /// The place of the parameter with this number, counted from 1.
    func placeholder(_ number: Int) -> String

    // MARK: Tables

    /// What a column's definition says of the primary key and of numbers that are counted up, in the order of the words.
    ///
    /// - Parameter keyName: what the key is called, where it has a name of its own.
    func keyWords(_ column: Column, isPrimaryKey: Bool, keyName: String?) -> [String]

    /// `STORED`, or `VIRTUAL` where the database has such columns.
    func storage(of generated: GeneratedColumn) -> String

    /// The table as its definition can be written.
    func definable(_ table: Table) -> Table

    /// The unique constraints that `CREATE TABLE` has.
    func uniqueConstraints(_ table: Table) -> [Unique]

    /// The statements that make the other ones, after the table.
    func uniqueStatements(_ table: Table) -> [String]

    /// How an index sorts. Queries have NULLs first in ascending order, on every database.
    func sortOrder(isDescending: Bool, isNullable: Bool) -> String

    /// What stands behind the parentheses of `CREATE TABLE`.
    func tableOptions(_ table: Table) -> String

    /// A comment as lines of a definition, where the database keeps the text of that.
    func commentLines(_ comment: String?) -> [String]

    /// `COMMENT ON` for a table or view and its columns, on the database that has it.
    func createComments(_ kind: String, _ name: String, _ comment: String?, _ columns: [Column]) -> [String]

    /// The foreign keys that are made after all tables.
    func postponedKeys(_ order: ReferenceOrder) -> [(table: Table, key: ForeignKey)]

    // MARK: Rows

    /// A parameter that becomes part of an expression, as a value of this type.
    func argument(_ number: Int, _ type: ColumnType) -> String

    /// What an insert says to get the key that the database has counted up; nothing where the driver has it at hand.
    func returning(key column: String) -> String

    /// What makes an insert change the row that is there where `target` is taken.
    ///
    /// - Parameter assigned: the columns that get the values of the insert.
    func upsertClause(onConflict target: [String], _ predicate: DialectText?, assigned: [String]) -> String

    /// The command that takes many rows at once, in the database's own format, if it has one.
    func copy(_ columns: [Column], into table: String) -> String?

    /// An insert of many rows, with an array for each column, if the database has arrays.
    func insertOfArrays(_ columns: [Column], into table: String) -> String?

    // MARK: Questions about rows

    /// A function of the database itself, whatever functions of that name there are besides.
    func builtIn(_ function: String) -> String

    /// An expression as a value of a column's type, but not cut to its length.
    func cast(_ expression: String, to type: ColumnType) -> String

    /// A column as the operators of the database itself compare it.
    func comparable(_ column: String, _ type: ColumnType) -> String

    /// What a value of a column's type has to satisfy, where casting to the type does not tell.
    func limit(_ column: Column) -> String?

    /// What tells the rows of a table apart that has no key.
    func rowID(of table: Table) -> String
}

extension Dialect {
    /// How this database system writes SQL.
    public var sql: any SQLDialect {
        switch self {
        case .sqlite: SQLiteDialect()
        case .postgresql: PostgreSQLDialect()
        }
    }
}

extension SQLDialect {
    /// The name as a quoted identifier, which the databases read the same way: in the given case, reserved or not.
    public func quote(_ identifier: String) -> String {
        SQLQuoting.name(identifier)
    }

    /// Quoted names, separated by commas.
    public func quote(_ identifiers: [String]) -> String {
        identifiers.map { quote($0) }.joined(separator: ", ")
    }

    /// The text for this dialect.
    public func pick(_ text: DialectText) -> String { text[system] }

    /// A default as `DEFAULT` and an update take it.
    public func text(of value: DefaultValue, for type: ColumnType) -> String {
        switch value {
        case .literal(let literal): self.literal(literal)
        case .expression(let expression): "(\(self.value(of: expression, for: type)))"
        }
    }

    /// `ON CONFLICT`, as SQLite has taken it over from PostgreSQL.
    func onConflict(_ target: [String], _ predicate: DialectText?, assigned: [String]) -> String {
        let assignments = assigned.map { "\(quote($0)) = excluded.\(quote($0))" }
        return " ON CONFLICT (\(quote(target)))\(whereClause(predicate)) DO UPDATE SET "
            + assignments.joined(separator: ", ")
    }

    func whereClause(_ predicate: DialectText?) -> String {
        predicate.map { " WHERE \(pick($0))" } ?? ""
    }
}

extension [UInt8] {
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
