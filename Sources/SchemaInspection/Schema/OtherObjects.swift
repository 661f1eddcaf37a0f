public import RoseyRuntime

/// What a database has beside the tables and views of its schema, by kind: functions, types, other schemas.
///
/// The schema language has no words for these, so nothing makes, changes or drops them, and they are only told of.
public struct OtherObjects: Sendable, Hashable {
    /// All of one kind.
    public struct Group: Sendable, Hashable, Codable {
        /// `functions`, `sequences`, …
        public var kind: String
        public var names: [String]
    }

    public private(set) var groups: [Group] = []

    /// Reads them; SQLite has none.
    ///
    /// - Throws: ``DatabaseError``
    public init(of database: Database) async throws {
        switch database.dialect {
        case .sqlite: return
        case .postgresql: break
        }
        let rows = try await database.session.fetchAll(
            Statement(PostgreSQLQueries.otherObjects, .read, table: ""), { _ in }
        ) { (try $0.text(0), try $0.text(1)) }
        for (kind, name) in rows {
            if groups.last?.kind != kind { groups.append(Group(kind: kind, names: [])) }
            groups[groups.count - 1].names.append(name)
        }
    }
}

extension PostgreSQLQueries {
    private static func isNotOfExtension(_ catalog: String, _ id: String) -> String {
        """
        NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.\(catalog)'::regclass
            AND d.objid = \(id) AND d.deptype = 'e')
        """
    }

    private static let here = "pg_catalog.current_schema()::regnamespace::oid"

    static let otherObjects = """
        SELECT o.kind, o.name FROM (
        SELECT 1, CASE f.prokind WHEN 'p' THEN 'procedures' WHEN 'a' THEN 'aggregates' ELSE 'functions' END,
            pg_catalog.concat(f.proname, '(', pg_catalog.pg_get_function_identity_arguments(f.oid), ')')
        FROM pg_catalog.pg_proc f WHERE f.pronamespace = \(here) AND \(isNotOfExtension("pg_proc", "f.oid"))
        UNION ALL SELECT 2, 'sequences of their own', c.relname::text FROM pg_catalog.pg_class c
        WHERE c.relkind = 'S' AND c.relnamespace = \(here) AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
        UNION ALL SELECT 3, CASE t.typtype WHEN 'e' THEN 'enum types' WHEN 'd' THEN 'domains' WHEN 'r' THEN 'range types'
                ELSE 'composite types' END,
            pg_catalog.concat(t.typname, CASE WHEN t.typtype <> 'c' AND NOT EXISTS (SELECT 1
                FROM pg_catalog.pg_attribute a WHERE a.atttypid IN (t.oid, t.typarray) AND NOT a.attisdropped)
                THEN ' (of no column)' END)
        FROM pg_catalog.pg_type t WHERE t.typnamespace = \(here) AND \(isNotOfExtension("pg_type", "t.oid"))
            AND (t.typtype IN ('e', 'd', 'r') OR (t.typtype = 'c'
                AND (SELECT relkind FROM pg_catalog.pg_class WHERE oid = t.typrelid) = 'c'))
        UNION ALL SELECT 4, 'operators', pg_catalog.concat(o.oprname, ' of ', o.oprleft::regtype, ' and ', o.oprright::regtype)
        FROM pg_catalog.pg_operator o WHERE o.oprnamespace = \(here) AND \(isNotOfExtension("pg_operator", "o.oid"))
        UNION ALL SELECT 5, 'collations', l.collname::text FROM pg_catalog.pg_collation l
        WHERE l.collnamespace = \(here) AND \(isNotOfExtension("pg_collation", "l.oid"))
        UNION ALL SELECT 6, 'other schemas', pg_catalog.concat(n.nspname, ' (', (SELECT pg_catalog.count(*)
            FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
            ' tables and views)')
        FROM pg_catalog.pg_namespace n WHERE n.oid <> \(here) AND n.nspname <> 'information_schema'
            AND n.nspname NOT LIKE 'pg\\_%'
            AND \(isNotOfExtension("pg_namespace", "n.oid"))
            AND EXISTS (SELECT 1 FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid)
        UNION ALL SELECT 7, 'extensions', e.extname::text FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql'
        UNION ALL SELECT 8, 'event triggers', v.evtname::text FROM pg_catalog.pg_event_trigger v
        WHERE \(isNotOfExtension("pg_event_trigger", "v.oid"))
        UNION ALL SELECT 9, 'publications', p.pubname::text FROM pg_catalog.pg_publication p
        UNION ALL SELECT 10, 'foreign servers', s.srvname::text FROM pg_catalog.pg_foreign_server s
        UNION ALL SELECT 11, 'rights on the schema',
            pg_catalog.array_to_string(n.nspacl, ', '::text) FROM pg_catalog.pg_namespace n
        WHERE n.oid = \(here) AND n.nspacl IS NOT NULL AND n.nspname <> 'public'
        UNION ALL SELECT 12, 'default rights', pg_catalog.concat(r.defaclrole::regrole, ': ',
            pg_catalog.array_to_string(r.defaclacl, ', '::text))
        FROM pg_catalog.pg_default_acl r WHERE r.defaclnamespace IN (0::oid, \(here)::oid)
        UNION ALL SELECT 13, 'rights on functions',
            pg_catalog.concat(f.proname, '(', pg_catalog.pg_get_function_identity_arguments(f.oid), '): ',
                pg_catalog.array_to_string(f.proacl, ', '::text))
        FROM pg_catalog.pg_proc f
        WHERE f.pronamespace = \(here) AND f.proacl IS NOT NULL AND \(isNotOfExtension("pg_proc", "f.oid"))
        UNION ALL SELECT 14, 'subscriptions', u.subname::text FROM pg_catalog.pg_subscription u
        JOIN pg_catalog.pg_database d ON d.oid = u.subdbid AND d.datname = pg_catalog.current_database()
        ) AS o (place, kind, name) ORDER BY o.place, o.kind, o.name
        """
}
