/// A schema of PostgreSQL's that somebody else may put functions and operators into, and that commands without a schema's name
/// look into: one of theirs can be taken for one of the database's, and runs with the rights of whoever migrates (CVE-2018-1058).
public struct OpenSchema: Sendable, Hashable {
    public let name: String
    /// The roles that may; `PUBLIC` for all.
    public let roles: [String]
}

extension Migrator {
    /// The schemas of the search path into which others than the database's owner, superusers and this role may put things; none
    /// on SQLite.
    ///
    /// - Throws: ``DatabaseError``
    public func openSchemas() async throws -> [OpenSchema] {
        let found = try await database.session.fetchAll(Self.schemaRights, { _ in }) { row in
            (schema: try row.text(0), role: try row.text(1))
        }
        return Dictionary(grouping: found, by: \.schema).map { OpenSchema(name: $0.key, roles: $0.value.map(\.role)) }
            .sorted { $0.name < $1.name }
    }

    private static let schemaRights = Statement(
        StatementBlock(count: 1), 0, .read, table: "", sqlite: "SELECT '', '' WHERE 0",
        postgresql: """
            SELECT n.nspname::text, coalesce(r.rolname::text, 'PUBLIC'::text)
            FROM pg_catalog.pg_namespace n
            JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
            CROSS JOIN LATERAL pg_catalog.aclexplode(
                coalesce(n.nspacl, pg_catalog.acldefault('n'::"char", n.nspowner))) a
            LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.grantee
            WHERE n.nspname = ANY (pg_catalog.current_schemas(false)) AND a.privilege_type = 'CREATE'::text
                AND (r.oid IS NULL OR NOT r.rolsuper AND r.oid <> d.datdba AND r.rolname <> current_user
                    AND r.rolname <> 'pg_database_owner')
            ORDER BY 1, 2
            """)
}
