import RoseyRuntime

/// Reads what PostgreSQL has in the current schema, as the server itself words it.
struct PostgreSQLCatalog {
    private let session: Session

    init(_ session: Session) {
        self.session = session
    }

    func items() async throws -> [String: String] {
        var items: [String: String] = [:]
        for query in [Self.relations, Self.columns, Self.constraints, Self.indexes, Self.triggers] {
            for (name, description) in try await rows(query) {
                // A comment may have whatever quotes it likes.
                let isSQL = query == Self.constraints || query == Self.indexes
                items[name] = isSQL ? SettledArrays.text(description) : description
            }
        }
        return items
    }

    private func rows(_ query: String) async throws -> [(String, String)] {
        try await session.fetchAll(Statement(query, .read, table: ""), { _ in }) { row in
            (try row.text(0), row.isNull(1) ? "" : try row.text(1))
        }
    }

    /// Everything in the current schema that is not the runtime's, nor an extension's.
    private static let scope = """
        c.relnamespace = pg_catalog.current_schema()::regnamespace::oid AND c.relname NOT LIKE 'rosey\\_%'
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """

    private static let comment = "coalesce(' -- ' || pg_catalog.obj_description(c.oid, 'pg_class'), '')"

    private static let relations = """
        SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN 'foreign table '
                WHEN 'p' THEN 'partitioned table ' ELSE 'table ' END || c.relname::text,
            CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.regexp_replace(pg_catalog.pg_get_viewdef(c.oid, true), '\\s+', ' ', 'g') ELSE '' END
                || CASE WHEN c.relpersistence = 'u' THEN ' unlogged' ELSE '' END
                || CASE WHEN c.relrowsecurity THEN ' with row-level security' ELSE '' END || \(comment)
        FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND \(scope)
        """

    private static let columns = """
        SELECT 'column ' || c.relname::text || '.' || a.attname::text,
            pg_catalog.format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attcollation <> t.typcollation THEN ' collate ' || l.collname::text ELSE '' END
                || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity' ELSE '' END
                || CASE WHEN a.attgenerated = 's' THEN ' generated as ' WHEN e.adbin IS NOT NULL THEN ' default ' ELSE '' END
                || coalesce(CASE pg_catalog.pg_get_expr(e.adbin, e.adrelid) WHEN 'CURRENT_TIMESTAMP' THEN 'now()'
                    ELSE pg_catalog.pg_get_expr(e.adbin, e.adrelid) END, '')
                || coalesce(' -- ' || pg_catalog.col_description(c.oid, a.attnum), '')
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = c.oid AND e.adnum = a.attnum
        WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND \(scope)
        """

    private static let constraints = """
        SELECT CASE n.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique ' || n.conname::text
                WHEN 'f' THEN 'foreign key ' || n.conname::text WHEN 'x' THEN 'exclusion ' || n.conname::text
                ELSE 'check ' || n.conname::text END || ' on ' || c.relname::text,
            pg_catalog.pg_get_constraintdef(n.oid)
                || CASE WHEN n.contype = 'p' THEN ' named ' || n.conname::text ELSE '' END
        FROM pg_catalog.pg_constraint n JOIN pg_catalog.pg_class c ON c.oid = n.conrelid
        WHERE n.contype IN ('p', 'u', 'f', 'c', 'x') AND \(scope)
        """

    /// Those that no constraint stands for.
    private static let indexes = """
        SELECT 'index ' || x.relname::text || ' on ' || c.relname::text,
            CASE WHEN i.indisunique THEN 'unique ' ELSE '' END
                || pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', '')
                || CASE WHEN i.indisvalid THEN '' ELSE ', not valid' END
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
        WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint n WHERE n.conindid = x.oid AND n.contype IN ('p', 'u', 'x'))
            AND \(scope)
        """

    private static let triggers = """
        SELECT 'trigger ' || g.tgname::text || ' on ' || c.relname::text, ''
        FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
        WHERE NOT g.tgisinternal AND \(scope)
        """
}
