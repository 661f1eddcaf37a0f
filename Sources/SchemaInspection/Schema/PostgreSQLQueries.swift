/// What the catalog of PostgreSQL is asked. Every function is named with its schema and every constant has a type, so that
/// nothing that somebody put into the database answers in their place.
enum PostgreSQLQueries {
    /// Everything in the current schema that is not the runtime's, nor an extension's.
    private static let scope = """
        c.relnamespace = pg_catalog.current_schema()::regnamespace::oid AND c.relname NOT LIKE 'rosey\\_%'
        AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        """

    static let relations = """
        SELECT c.relname::text, c.relkind::text, pg_catalog.obj_description(c.oid, 'pg_class'),
            CASE WHEN c.relkind IN ('v', 'm') THEN pg_catalog.rtrim(pg_catalog.pg_get_viewdef(c.oid, true), ';') ELSE '' END,
            CASE c.relkind WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'partitioned table' END
        FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND \(scope) ORDER BY c.oid
        """

    static let columns = """
        SELECT c.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 't' ELSE 'f' END,
            coalesce(l.collname, '')::text, a.attidentity::text, a.attgenerated::text, pg_catalog.pg_get_expr(e.adbin, e.adrelid),
            pg_catalog.col_description(c.oid, a.attnum),
            CASE WHEN EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass
                AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid
                AND d.refobjsubid = a.attnum AND d.deptype = 'a'
                AND (SELECT relkind FROM pg_catalog.pg_class WHERE oid = d.objid) = 'S') THEN 't' ELSE 'f' END,
            CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END, t.typtype::text,
            CASE WHEN t.typtype = 'e' THEN (SELECT pg_catalog.string_agg(
                pg_catalog.quote_literal(w.enumlabel::text), ', '::text ORDER BY w.enumsortorder)
                FROM pg_catalog.pg_enum w WHERE w.enumtypid = t.oid) END
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
        LEFT JOIN pg_catalog.pg_attrdef e ON e.adrelid = c.oid AND e.adnum = a.attnum
        WHERE c.relkind IN ('r', 'v') AND \(scope) ORDER BY c.oid, a.attnum
        """

    private static func names(_ keys: String, of table: String) -> String {
        """
        (SELECT pg_catalog.string_agg(a.attname::text, E'\\n'::text ORDER BY k.position) FROM pg_catalog.unnest(\(keys)) WITH ORDINALITY AS k (number, position)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = \(table) AND a.attnum = k.number)
        """
    }

    static let constraints = """
        SELECT c.relname::text, n.contype::text, n.conname::text, pg_catalog.pg_get_constraintdef(n.oid), \(names("n.conkey", of: "n.conrelid")),
            (SELECT relname::text FROM pg_catalog.pg_class WHERE oid = n.confrelid), \(names("n.confkey", of: "n.confrelid")),
            n.confdeltype::text, n.confupdtype::text, CASE WHEN n.convalidated THEN 't' ELSE 'f' END,
            CASE WHEN n.contype = 'f' AND (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = n.confrelid)
                <> c.relnamespace THEN 'f' ELSE 't' END
        FROM pg_catalog.pg_constraint n JOIN pg_catalog.pg_class c ON c.oid = n.conrelid
        WHERE n.contype IN ('p', 'u', 'f', 'c', 'x') AND \(scope) ORDER BY c.oid, n.conname
        """

    /// Those that no constraint stands for, a row for each term.
    static let indexTerms = """
        SELECT c.relname::text, x.relname::text, CASE WHEN i.indisunique THEN 't' ELSE 'f' END, m.amname::text,
            pg_catalog.pg_get_expr(i.indpred, i.indrelid), a.attname::text, pg_catalog.pg_get_indexdef(i.indexrelid, k.number, true),
            CASE WHEN k.number <= i.indnkeyatts AND (i.indoption[k.number - 1] & 1) = 1 THEN 't' ELSE 'f' END,
            CASE WHEN i.indisvalid THEN 't' ELSE 'f' END, CASE WHEN k.number <= i.indnkeyatts THEN 't' ELSE 'f' END,
            CASE WHEN k.number <= i.indnkeyatts AND (i.indoption[k.number - 1] & 2) = 2 THEN 't' ELSE 'f' END,
            CASE WHEN k.number <= i.indnkeyatts THEN (SELECT o.opcname::text FROM pg_catalog.pg_opclass o
                WHERE o.oid = i.indclass[k.number - 1] AND NOT o.opcdefault) END,
            pg_catalog.regexp_replace(pg_catalog.pg_get_indexdef(i.indexrelid), '^.*? USING ', '')
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_am m ON m.oid = x.relam
        CROSS JOIN LATERAL pg_catalog.generate_series(1, i.indnatts) AS k (number)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.number - 1]
            AND i.indkey[k.number - 1] <> 0
        WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint n WHERE n.conindid = x.oid AND n.contype IN ('p', 'u', 'x'))
            AND \(scope) ORDER BY c.oid, x.oid, k.number
        """

    static let triggers = """
        SELECT c.relname::text, g.tgname::text, pg_catalog.pg_get_triggerdef(g.oid, true) FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
        WHERE NOT g.tgisinternal AND \(scope) ORDER BY 1, 2
        """

    /// What tables have beside that, in words.
    static let oddities = """
        SELECT c.relname::text, 'is unlogged: it is empty after a crash' FROM pg_catalog.pg_class c
        WHERE c.relkind = 'r' AND c.relpersistence = 'u' AND \(scope)
        UNION ALL SELECT c.relname::text, pg_catalog.concat('has row-level security',
            CASE WHEN c.relforcerowsecurity THEN ', which holds for its owner too (FORCE)' END,
            CASE WHEN NOT c.relrowsecurity THEN ', but not enabled' END, ', which the schema cannot say')
        FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND (c.relrowsecurity OR c.relforcerowsecurity) AND \(scope)
        UNION ALL SELECT c.relname::text, pg_catalog.concat('has the replica identity ',
            CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX ' || (
                SELECT x.relname::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
                WHERE i.indrelid = c.oid AND i.indisreplident) END, ', which the schema cannot say')
        FROM pg_catalog.pg_class c WHERE c.relkind = 'r' AND c.relreplident <> 'd' AND \(scope)
        UNION ALL SELECT c.relname::text, pg_catalog.concat('has rights of its own, which the schema cannot say: ',
            pg_catalog.array_to_string(c.relacl, ', '::text))
        FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v') AND c.relacl IS NOT NULL AND \(scope)
        UNION ALL SELECT pg_catalog.concat(c.relname, '.', a.attname), pg_catalog.concat(
            'has rights of its own, which the schema cannot say: ', pg_catalog.array_to_string(a.attacl, ', '::text))
        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        WHERE c.relkind IN ('r', 'v') AND a.attacl IS NOT NULL AND NOT a.attisdropped AND \(scope)
        UNION ALL SELECT c.relname::text, 'has the options ' || pg_catalog.array_to_string(c.reloptions, ', ')
        FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'v') AND c.reloptions IS NOT NULL AND \(scope)
        UNION ALL SELECT c.relname::text, pg_catalog.concat('has the policy ', p.polname, ', which the schema cannot say: ', p.polcmd, ' ',
            pg_catalog.pg_get_expr(p.polqual, p.polrelid), ' ', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid WHERE \(scope)
        UNION ALL SELECT c.relname::text, pg_catalog.concat('has the extended statistics ', s.stxname, ', which the schema cannot say: ',
            pg_catalog.array_to_string(s.stxkind, ''), ' ', pg_catalog.pg_get_statisticsobjdef_columns(s.oid))
        FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid WHERE \(scope)
        UNION ALL SELECT c.relname::text, pg_catalog.concat('inherits from ', i.inhparent::regclass) FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid WHERE c.relkind IN ('r', 'p', 'f') AND \(scope)
        UNION ALL SELECT c.relname::text, pg_catalog.concat('has the rule ', r.rulename, ', which the schema cannot say: ',
            pg_catalog.pg_get_ruledef(r.oid, true))
        FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
        WHERE r.rulename <> '_RETURN' AND \(scope)
        UNION ALL SELECT pg_catalog.concat(c.relname, '.', a.attname), pg_catalog.concat('counts from ', q.seqstart, ' by ',
            q.seqincrement, CASE WHEN NOT (\(hasDefaultRange)) THEN pg_catalog.concat(' within ', q.seqmin, ' and ', q.seqmax) END,
            CASE WHEN q.seqcache <> 1 THEN pg_catalog.concat(', ', q.seqcache, ' at a time') END,
            CASE WHEN q.seqcycle THEN ' and over again' END)
        FROM pg_catalog.pg_sequence q JOIN pg_catalog.pg_depend d ON d.objid = q.seqrelid AND d.deptype IN ('a', 'i')
            AND d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
        JOIN pg_catalog.pg_class c ON c.oid = d.refobjid
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
        WHERE (q.seqincrement <> 1 OR q.seqstart <> 1 OR q.seqcycle OR q.seqcache <> 1 OR NOT (\(hasDefaultRange))) AND \(scope)
        """

    private static let hasDefaultRange = """
        q.seqmin = 1 AND q.seqmax = CASE q.seqtypid WHEN 'int2'::regtype THEN 32767::bigint
            WHEN 'int4'::regtype THEN 2147483647::bigint ELSE 9223372036854775807::bigint END
        """
}
