import RoseyRuntime
import TestDatabases
import Testing

/// Which foreign key a statement conflicts with is told alike by both databases.
@Suite struct ForeignKeyTests {
    private static let tables = [
        "CREATE TABLE customers (id BIGINT NOT NULL PRIMARY KEY, name TEXT)",
        "CREATE TABLE products (id BIGINT NOT NULL PRIMARY KEY)",
        """
        CREATE TABLE orders (
            id BIGINT NOT NULL PRIMARY KEY,
            -- CONSTRAINT "of a comment" FOREIGN KEY (x) REFERENCES y
            customer_id BIGINT CHECK (customer_id <> 7) REFERENCES customers (id),
            product_id BIGINT NOT NULL,
            note TEXT DEFAULT 'a, (b',
            CONSTRAINT "what is ordered" FOREIGN KEY (product_id) REFERENCES products (id)
        )
        """,
        """
        CREATE TABLE returns (
            id BIGINT NOT NULL PRIMARY KEY,
            order_id BIGINT CONSTRAINT returned_order REFERENCES orders (id) ON DELETE RESTRICT ON UPDATE RESTRICT
        )
        """,
        "CREATE TABLE invoices (year BIGINT NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (year, number))",
        """
        CREATE TABLE payments (
            id BIGINT NOT NULL PRIMARY KEY, year BIGINT, number BIGINT, before BIGINT,
            FOREIGN KEY (year, number) REFERENCES invoices (year, number) ON UPDATE CASCADE,
            CONSTRAINT payments_before FOREIGN KEY (before) REFERENCES payments (id)
        )
        """,
        // What goes with a customer, and what refers to that.
        """
        CREATE TABLE cards (
            id BIGINT NOT NULL PRIMARY KEY, customer_id BIGINT REFERENCES customers (id) ON DELETE CASCADE)
        """,
        "CREATE TABLE uses (id BIGINT NOT NULL PRIMARY KEY, card_id BIGINT REFERENCES cards (id))",
        "INSERT INTO customers VALUES (1, 'secret'), (2, 'secret'), (3, 'secret')",
        "INSERT INTO products VALUES (1), (2)",
        "INSERT INTO orders VALUES (1, 1, 1, NULL)",
        "INSERT INTO returns VALUES (1, 1)",
        "INSERT INTO invoices VALUES (2026, 1), (2026, 2)",
        "INSERT INTO payments VALUES (1, 2026, 1, NULL), (2, NULL, 5, 1)",
        "INSERT INTO cards VALUES (1, 3)",
        "INSERT INTO uses VALUES (1, 1)",
    ]

    private func withShop(_ storage: Storage, _ body: (Database) async throws -> Void) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            for sql in Self.tables { try await db.session.run(sql) }
            try await body(db)
            await db.close()
        }
    }

    private struct Case {
        let sql: String
        let constraint: ConstraintName
        let table: String
        /// `nil` where the row is still referenced.
        let column: String?
    }

    private let cases = [
        Case(
            sql: "INSERT INTO orders VALUES (2, 99, 1, '')", constraint: "orders_customer_id_fkey", table: "orders",
            column: "customer_id"),
        Case(
            sql: "INSERT INTO orders VALUES (2, 1, 99, '')", constraint: "what is ordered", table: "orders",
            column: "product_id"),
        // The first of several, and the first row of several.
        Case(
            sql: "INSERT INTO orders VALUES (2, 1, 2, ''), (3, NULL, 98, ''), (4, 99, 99, '')",
            constraint: "what is ordered", table: "orders", column: "product_id"),
        Case(
            sql: "INSERT INTO orders VALUES (4, 99, 99, '') RETURNING id", constraint: "orders_customer_id_fkey",
            table: "orders", column: "customer_id"),
        Case(
            sql: "UPDATE orders SET product_id = 98 WHERE id = 1", constraint: "what is ordered", table: "orders",
            column: "product_id"),
        Case(
            sql: "INSERT INTO payments VALUES (3, 2026, 3, NULL)", constraint: "payments_year_number_fkey",
            table: "payments", column: "year, number"),
        Case(
            sql: "INSERT INTO payments VALUES (3, NULL, 3, 9)", constraint: "payments_before", table: "payments",
            column: "before"),
        Case(
            sql: "DELETE FROM payments WHERE id = 1", constraint: "payments_before", table: "payments", column: nil),
        Case(
            sql: "DELETE FROM customers WHERE id = 1", constraint: "orders_customer_id_fkey", table: "orders",
            column: nil),
        Case(sql: "DELETE FROM products", constraint: "what is ordered", table: "orders", column: nil),
        Case(
            sql: "UPDATE products SET id = id + 10", constraint: "what is ordered", table: "orders", column: nil),
        Case(sql: "DELETE FROM orders WHERE id = 1", constraint: "returned_order", table: "returns", column: nil),
        Case(sql: "UPDATE orders SET id = 5 WHERE id = 1", constraint: "returned_order", table: "returns", column: nil),
        Case(
            sql: "DELETE FROM invoices WHERE number = 1", constraint: "payments_year_number_fkey", table: "payments",
            column: nil),
        // By way of another table.
        Case(
            sql: "DELETE FROM customers WHERE id = 3", constraint: "uses_card_id_fkey", table: "uses", column: nil),
    ]

    @Test(arguments: Storage.both)
    func theForeignKeyIsNamed(_ storage: Storage) async throws {
        try await withShop(storage) { db in
            for expected in cases {
                let error = try await databaseError { try await db.session.run(expected.sql) }
                #expect(error?.code == .foreignKey, "\(expected.sql): \(String(describing: error))")
                #expect(error?.constraint == expected.constraint, "\(expected.sql): \(String(describing: error))")
                #expect(error?.table == expected.table, "\(expected.sql)")
                #expect(error?.column == expected.column, "\(expected.sql)")
                let message =
                    expected.column.map { "the row that \($0) of \(expected.table) refers to does not exist" }
                    ?? "the row is still referenced by rows of \(expected.table)"
                #expect(error?.message == message, "\(expected.sql)")
            }
            // Nothing of it is left.
            #expect(try await db.session.integers("SELECT count(*) FROM orders") == [1])
            #expect(try await db.session.integers("SELECT count(*) FROM customers") == [3])
            // And foreign keys are looked at as before.
            let again = try await databaseError { try await db.session.run(cases[0].sql) }
            #expect(again?.code == .foreignKey)
        }
    }

    /// What is run to find out is undone, and the rest of the transaction is not.
    @Test(arguments: Storage.both)
    func theTransactionAroundItGoesOn(_ storage: Storage) async throws {
        try await withShop(storage) { db in
            try await db.transaction { transaction in
                try await transaction.session.run("INSERT INTO orders VALUES (20, 1, 1, '')")
                for expected in cases {
                    let error = try await databaseError {
                        try await transaction.transaction { try await $0.session.run(expected.sql) }
                    }
                    #expect(error?.constraint == expected.constraint, "\(expected.sql)")
                }
                try await transaction.session.run("INSERT INTO orders VALUES (30, 1, 1, '')")
                let wrong = try await databaseError {
                    try await transaction.transaction {
                        try await $0.session.run("INSERT INTO orders VALUES (9, 99, 1, '')")
                    }
                }
                #expect(wrong?.column == "customer_id")
            }
            #expect(try await db.session.integers("SELECT id FROM orders ORDER BY id") == [1, 20, 30])
        }
    }

    @Test(arguments: Storage.both)
    func aConstraintThatIsLookedAtWhenATransactionEnds(_ storage: Storage) async throws {
        try await withShop(storage) { db in
            try await db.session.run(
                """
                CREATE TABLE later (
                    id BIGINT NOT NULL PRIMARY KEY,
                    customer_id BIGINT,
                    CONSTRAINT customer_comes_later FOREIGN KEY (customer_id) REFERENCES customers (id)
                        DEFERRABLE INITIALLY DEFERRED
                )
                """)
            let error = try await databaseError {
                try await db.transaction { try await $0.session.run("INSERT INTO later VALUES (1, 99)") }
            }
            #expect(
                error?.code == .foreignKey && error?.constraint == "customer_comes_later",
                "\(String(describing: error))")
            #expect(error?.table == "later" && error?.column == "customer_id")
            #expect(try await db.session.integers("SELECT count(*) FROM later") == [0])
        }
    }

    /// Rows that have violated another foreign key since before are not taken for what the statement has done.
    @Test func rowsThatWereWrongBefore() async throws {
        try await withShop(.memory) { db in
            try await db.session.run("PRAGMA foreign_keys = OFF")
            try await db.session.run("INSERT INTO orders VALUES (50, 77, 78, '')")
            try await db.session.run("INSERT INTO uses VALUES (50, 77)")
            try await db.session.run("PRAGMA foreign_keys = ON")
            for expected in cases where !expected.sql.hasPrefix("DELETE FROM products") {
                let error = try await databaseError { try await db.session.run(expected.sql) }
                #expect(error?.constraint == expected.constraint, "\(expected.sql): \(String(describing: error))")
            }
        }
    }

    /// SQLite does not tell of the rows of such tables.
    @Test func tablesWithoutRowIDs() async throws {
        try await withShop(.memory) { db in
            try await db.session.run(
                """
                CREATE TABLE tags (
                    id INTEGER NOT NULL PRIMARY KEY, product_id INTEGER REFERENCES products (id),
                    customer_id INTEGER REFERENCES customers (id)
                ) WITHOUT ROWID
                """)
            let error = try await databaseError { try await db.session.run("INSERT INTO tags VALUES (1, 1, 99)") }
            #expect(error?.constraint == "tags_customer_id_fkey" && error?.column == "customer_id")
            // Where two could be meant, none is.
            let both = try await databaseError { try await db.session.run("INSERT INTO tags VALUES (1, 98, 99)") }
            #expect(both?.code == .foreignKey && both?.constraint == nil)
            #expect(both?.message.contains("the database does not say") == true)
        }
    }

    /// A trigger's work is undone too, and a column may be called as SQLite calls the numbers of its rows.
    @Test func triggersAndOddColumns() async throws {
        try await withShop(.memory) { db in
            try await db.session.run(
                #"CREATE TABLE odd (rowid TEXT, "a ""b""" BIGINT REFERENCES customers (id), "oid" TEXT)"#)
            try await db.session.run("CREATE TABLE log (x)")
            try await db.session.run("CREATE TRIGGER t AFTER INSERT ON odd BEGIN INSERT INTO log VALUES (1); END")
            let error = try await databaseError { try await db.session.run("INSERT INTO odd VALUES ('x', 99, 'y')") }
            #expect(
                error?.constraint == #"odd_a "b"_fkey"# && error?.column == #"a "b""#, "\(String(describing: error))")
            #expect(try await db.session.integers("SELECT count(*) FROM log") == [0])
        }
    }
}
