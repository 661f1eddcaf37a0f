#if PostgreSQL
import CLibPQ

/// What hangs on views besides their queries: owners, grants, comments, options, defaults, triggers and rules. A view that is
/// dropped and made again, so that a column below it can change, gets back what it had.
///
/// Owner, options, grants and comments come back as soon as the view does, so that what the script says of them afterwards
/// holds; triggers and rules at the end, those that the script has not made itself.
struct ViewAttachments {
    /// By its bytes: to the server, names are different that are one text to Swift.
    fileprivate typealias Name = [UInt8]

    fileprivate struct View {
        let oid: Int64
        /// Without its schema's.
        let name: Name
        let schema: Name
        var attachments: [Attachment] = []
    }

    fileprivate struct Attachment {
        let kind: Kind
        /// The same for what is the same on another view.
        let key: Name
        /// The column that it is about, if it is about one.
        let column: Name?
        let make: String
        /// Of what a new view may have by itself.
        let unmake: String?
        /// Whether a new view of this role's has it only if somebody gives it.
        let isGiven: Bool
    }

    fileprivate enum Kind: String {
        case owner, column, option, grant, comment, value, trigger, rule

        var isLast: Bool { self == .trigger || self == .rule }
    }

    /// The views of the schema, and those of others that read something of it, as they were before the script. By their names as
    /// the script can write them: without the schema, where it is this one.
    fileprivate var before: [Name: View] = [:]
    /// What the script does, once it is known.
    fileprivate var outlook: ScriptOutlook?
    /// Those that were made again, by the number of the new view.
    fileprivate var madeAgain: [Name: Int64] = [:]

    private static let views = """
        reach AS (
            SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = pg_catalog.current_schema() AND c.relkind IN ('r', 'p', 'f', 'm', 'v')
            UNION
            SELECT r.ev_class FROM reach
            JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = reach.oid
                AND d.classid = 'pg_catalog.pg_rewrite'::regclass
            JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
        ),
        v AS (
            SELECT c.oid, c.relname AS plain, n.nspname, c.relowner, c.relacl, c.reloptions,
                pg_catalog.format('%I.%I', n.nspname, c.relname) AS name,
                CASE WHEN n.nspname = pg_catalog.current_schema() THEN pg_catalog.quote_ident(c.relname::text)
                    ELSE pg_catalog.format('%I.%I', n.nspname, c.relname) END AS relname
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND c.oid IN (SELECT oid FROM reach)
        )
        """

    fileprivate static let numbers = Statement(
        "WITH RECURSIVE \(views) SELECT relname, oid::bigint FROM v", .read, table: "")
    /// Wherever they are.
    fileprivate static let allNumbers = Statement(
        "SELECT oid::bigint FROM pg_catalog.pg_class WHERE relkind = 'v'", .read, table: "")

    /// Each part in the order in which it is made: who owns a view decides what grants it has.
    fileprivate static let all = Statement(
        """
        WITH RECURSIVE \(views),
        columns AS (
            SELECT v.*, a.attname, a.attnum, a.attacl, pg_catalog.format('%I', a.attname) AS quoted
            FROM v JOIN pg_catalog.pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
        ),
        grants AS (
            SELECT v.oid, v.relname, v.relowner, v.name, NULL::name AS attname, '' AS list, acl.*
            FROM v, pg_catalog.aclexplode(coalesce(v.relacl, pg_catalog.acldefault('r'::"char", v.relowner))) AS acl
            UNION ALL
            SELECT c.oid, c.relname, c.relowner, c.name, c.attname, ' (' || c.quoted || ')', acl.*
            FROM columns c, pg_catalog.aclexplode(c.attacl) AS acl
        ),
        roles AS (
            SELECT g.*, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)::text) END AS role
            FROM grants g
        ),
        parts AS (
            SELECT 1 AS place, oid, relname, 'owner' AS kind, pg_catalog.pg_get_userbyid(relowner)::text AS key, NULL::name AS attname,
                pg_catalog.format('ALTER VIEW %s OWNER TO %I', name, pg_catalog.pg_get_userbyid(relowner)) AS make, NULL::text AS unmake,
                pg_catalog.pg_get_userbyid(relowner) <> current_user AS given
            FROM v
            UNION ALL
            SELECT 2, oid, relname, 'column', attname::text, attname, '', NULL, false FROM columns
            UNION ALL
            SELECT 3, oid, relname, 'option', pg_catalog.split_part(o, '=', 1), NULL,
                pg_catalog.format('ALTER VIEW %s SET (%I = %L)', name, pg_catalog.split_part(o, '=', 1), pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1)), NULL, true
            FROM v, pg_catalog.unnest(reloptions) AS o
            UNION ALL
            SELECT 4, oid, relname, 'grant', privilege_type || list || ' ' || role || ' ' || is_grantable::text, attname,
                pg_catalog.format('GRANT %s%s ON %s TO %s%s', privilege_type, list, name, role,
                    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END),
                pg_catalog.format('REVOKE %s%s ON %s FROM %s', privilege_type, list, name, role), grantee <> relowner
            FROM roles
            UNION ALL
            SELECT 5, oid, relname, 'comment', '', NULL, pg_catalog.format('COMMENT ON VIEW %s IS %L', name, text), NULL, true
            FROM v, pg_catalog.obj_description(v.oid, 'pg_class') AS text WHERE text IS NOT NULL
            UNION ALL
            SELECT 6, oid, relname, 'comment', 'of ' || attname::text, attname,
                pg_catalog.format('COMMENT ON COLUMN %s.%s IS %L', name, quoted, text), NULL, true
            FROM columns c, pg_catalog.col_description(c.oid, c.attnum) AS text WHERE text IS NOT NULL
            UNION ALL
            SELECT 7, c.oid, c.relname, 'value', c.attname::text, c.attname,
                pg_catalog.format('ALTER VIEW %s ALTER COLUMN %s SET DEFAULT %s', c.name, c.quoted, pg_catalog.pg_get_expr(d.adbin, d.adrelid)), NULL, true
            FROM columns c JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = c.attnum
            UNION ALL
            SELECT 8, v.oid, v.relname, 'trigger', t.tgname::text, NULL, pg_catalog.pg_get_triggerdef(t.oid), NULL, true
            FROM v JOIN pg_catalog.pg_trigger t ON t.tgrelid = v.oid AND NOT t.tgisinternal
            UNION ALL
            SELECT 9, v.oid, v.relname, 'trigger', 'comment on ' || t.tgname::text, NULL,
                pg_catalog.format('COMMENT ON TRIGGER %I ON %s IS %L', t.tgname, v.name, text), NULL, true
            FROM v JOIN pg_catalog.pg_trigger t ON t.tgrelid = v.oid AND NOT t.tgisinternal,
                pg_catalog.obj_description(t.oid, 'pg_trigger') AS text
            WHERE text IS NOT NULL
            UNION ALL
            SELECT 10, v.oid, v.relname, 'rule', r.rulename::text, NULL, pg_catalog.pg_get_ruledef(r.oid), NULL, true
            FROM v JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid AND r.rulename <> '_RETURN'
            UNION ALL
            SELECT 11, v.oid, v.relname, 'rule', 'comment on ' || r.rulename::text, NULL,
                pg_catalog.format('COMMENT ON RULE %I ON %s IS %L', r.rulename, v.name, text), NULL, true
            FROM v JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid AND r.rulename <> '_RETURN',
                pg_catalog.obj_description(r.oid, 'pg_rewrite') AS text
            WHERE text IS NOT NULL
        )
        SELECT v.oid::bigint, v.relname, v.plain::text, v.nspname::text, p.kind, p.key, p.attname::text, p.make, p.unmake, p.given
        FROM parts p JOIN v ON v.oid = p.oid ORDER BY p.place, p.key
        """, .read, table: "")
}

extension PostgreSQLConnection {
    /// Takes in what the views have before a script.
    func noteViews() async throws {
        views = ViewAttachments(before: try await attachments())
    }

    /// After a command: gives a view that is there again what it had.
    func restoreViews() async throws {
        guard let before = views?.before, !before.isEmpty else { return }
        for (name, oid) in try await missedViews() where views?.madeAgain[name] != oid {
            guard let view = before[name] else { continue }
            // Its owner first: that changes what it has.
            for isOwner in [true, false] {
                let now = try await attachments()[name]?.attachments ?? []
                let wanted = view.attachments.filter { !$0.kind.isLast }
                let surplus = now.filter { part in
                    part.unmake != nil && !wanted.contains { $0.kind == part.kind && $0.key == part.key }
                }
                if !isOwner { for part in surplus { try await run(part.unmake, of: name) } }
                try await make(wanted.filter { ($0.kind == .owner) == isOwner }, of: name, besides: now)
            }
            views?.madeAgain[name] = oid
        }
    }

    /// Takes in what is to be done.
    func beginScript(_ outlook: ScriptOutlook) { views?.outlook = outlook }

    /// After the last command: a view that is gone was dropped by its name, and with nothing that a later part of the script
    /// would have to give to it again.
    func refuseLostViews() async throws {
        guard let views, let outlook = views.outlook, !views.before.isEmpty else { return }
        let numbers = Set(try await rows(ViewAttachments.allNumbers) { try $0.int64(0) })
        let madeAgain = Set(try await missedViews().map(\.name))
        let gone = views.before.filter { !numbers.contains($0.value.oid) && !madeAgain.contains($0.key) }
        for (key, view) in gone.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let name = String(decoding: key, as: UTF8.self)
            if !outlook.drops(view) {
                throw DatabaseError(
                    .migration,
                    "the view \(name), which the script does not name, would be dropped along with what it reads; drop it "
                        + "first, or let the script drop it and make it again")
            }
            if outlook.makesLater(view), view.attachments.contains(where: { outlook.loses($0, of: view) }) {
                throw DatabaseError(
                    .migration,
                    "the view \(name) is dropped in one transaction and made again in another, so that its grants, comments "
                        + "and triggers would be lost; do both in one transaction")
            }
        }
    }

    /// After the last command: gives them back their triggers and rules.
    func restoreTriggersOfViews() async throws {
        guard let before = views?.before, !before.isEmpty else { return }
        for (name, _) in try await missedViews() {
            guard let view = before[name] else { continue }
            let now = try await attachments()[name]?.attachments ?? []
            try await make(view.attachments.filter(\.kind.isLast), of: name, besides: now)
        }
    }

    private func make(
        _ attachments: [ViewAttachments.Attachment], of view: ViewAttachments.Name,
        besides now: [ViewAttachments.Attachment]
    ) async throws {
        let columns = Set(now.filter { $0.kind == .column }.map(\.key))
        for part in attachments where part.kind != .column {
            if now.contains(where: { $0.kind == part.kind && $0.key == part.key }) { continue }
            // What was about a column goes with it.
            if let column = part.column, !columns.contains(column) { continue }
            try await run(part.make, of: view)
        }
    }

    private func run(_ sql: String?, of view: ViewAttachments.Name) async throws {
        guard let sql else { return }
        do {
            try await runUnwatched(sql)
        } catch var error as DatabaseError {
            error.code = .migration
            error.message =
                "the view '\(String(decoding: view, as: UTF8.self))' is dropped and made again, but what it had cannot be put back by '\(sql)': "
                + "\(error.message); drop that first"
            throw error
        }
    }

    /// The views that are gone although there is one of their name.
    private func missedViews() async throws -> [(name: ViewAttachments.Name, oid: Int64)] {
        let now = try await rows(ViewAttachments.numbers) { (name: Array(try $0.text(0).utf8), oid: try $0.int64(1)) }
        let numbers = Set(now.map(\.oid))
        return now.filter { view in
            views?.before[view.name].map { !numbers.contains($0.oid) } ?? false
        }
    }

    private func attachments() async throws -> [ViewAttachments.Name: ViewAttachments.View] {
        var views: [ViewAttachments.Name: ViewAttachments.View] = [:]
        let parts = try await rows(ViewAttachments.all) { row in
            (
                key: Array(try row.text(1).utf8),
                ViewAttachments.View(
                    oid: try row.int64(0), name: Array(try row.text(2).utf8), schema: Array(try row.text(3).utf8)),
                ViewAttachments.Attachment(
                    kind: ViewAttachments.Kind(rawValue: try row.text(4)) ?? .column, key: Array(try row.text(5).utf8),
                    column: row.isNull(6) ? nil : Array(try row.text(6).utf8), make: try row.text(7),
                    unmake: row.isNull(8) ? nil : try row.text(8), isGiven: try row.bool(9))
            )
        }
        for (key, view, part) in parts { views[key, default: view].attachments.append(part) }
        return views
    }

    private func rows<Value>(_ statement: Statement, _ read: (borrowing Row) throws -> Value) async throws -> [Value] {
        encoder.reset()
        let result = try await perform(statement)
        defer { PQclear(result) }
        return try (0..<PQntuples(result)).map { try read(Row(handle: result, number: $0)) }
    }
}
extension ScriptOutlook {
    /// Whether the part names the view, or a schema that it drops with it.
    fileprivate func drops(_ view: ViewAttachments.View) -> Bool {
        commands.contains { command in
            let isSchema = command.words.starts(with: ["drop", "schema"])
            return command.names(isSchema ? view.schema : view.name)
        }
    }

    fileprivate func makesLater(_ view: ViewAttachments.View) -> Bool {
        later.contains { $0.firstWord == "create" && $0.words.contains("view") && $0.names(view.name) }
    }

    /// Whether nobody gives it to the view again.
    fileprivate func loses(_ attachment: ViewAttachments.Attachment, of view: ViewAttachments.View) -> Bool {
        if attachment.kind == .comment, later.contains(where: { $0.firstWord == "comment" && $0.names(view.name) }) {
            return false
        }
        return attachment.isGiven
    }
}

extension ScriptCommand {
    fileprivate func names(_ name: [UInt8]) -> Bool {
        tokens.contains { $0.name.map { Array($0.utf8) } == name }
    }
}
#endif
