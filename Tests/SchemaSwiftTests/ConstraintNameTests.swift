import SchemaKit
import SchemaSwift
import Testing

/// The constants for the names of constraints, whatever these are.
@Suite struct ConstraintNameTests {
    private func constants(_ text: String) throws -> [String] {
        let schema = try #require(SchemaLoader.load(SourceFile(path: "s.yaml", bytes: Array(text.utf8))).schema)
        let files = try SwiftGenerator.generate(schema, revisions: [])
        let file = try #require(files.first { $0.name == "Constraints.generated.swift" })
        return file.contents.split(separator: "\n").compactMap { line in
            line.firstRange(of: "static let ").map { String(line[$0.upperBound...]) }
        }
    }

    @Test func everyConstraintHasOne() throws {
        let constants = try constants(
            """
            tables:
              customers: { columns: { id: { type: integer, primary_key: true }, email: { type: text, unique: true } } }
              orders:
                columns:
                  id: { type: integer, primary_key: true }
                  customer_id: { type: integer, references: customers.id }
                  stock: { type: integer }
                checks: { stock_is_not_negative: stock >= 0 }
                indexes: { orders_of_stock: { columns: [stock, id], unique: true }, orders_stock: [stock] }
            """)
        #expect(
            constants == [
                #"customersPkey = ConstraintName("customers_pkey")"#,
                #"customersEmailKey = ConstraintName("customers_email_key")"#,
                #"ordersPkey = ConstraintName("orders_pkey")"#,
                #"ordersOfStock = ConstraintName("orders_of_stock")"#,
                #"ordersCustomerIdFkey = ConstraintName("orders_customer_id_fkey")"#,
                #"stockIsNotNegative = ConstraintName("stock_is_not_negative")"#,
            ])
    }

    /// Names that are no Swift names side by side, words of the language, and what `Optional` has.
    @Test func oddNames() throws {
        let constants = try constants(
            """
            tables:
              a:
                columns: { id: { type: integer, primary_key: true }, x: { type: integer } }
                checks: { none: x > 0, same: x > 1, "is ok": x > 2, class: x > 3 }
              b:
                columns: { id: { type: integer, primary_key: true }, x: { type: integer } }
                checks: { same: x > 1, is_ok: x > 2, "1st": x > 3 }
            """)
        #expect(
            constants == [
                #"aPkey = ConstraintName("a_pkey")"#, #"aNone = ConstraintName("none")"#,
                #"same = ConstraintName("same")"#, #"aIsOk = ConstraintName("is ok")"#,
                #"`class` = ConstraintName("class")"#, #"bPkey = ConstraintName("b_pkey")"#,
                #"bIsOk = ConstraintName("is_ok")"#, #"_1st = ConstraintName("1st")"#,
            ])
    }
}
