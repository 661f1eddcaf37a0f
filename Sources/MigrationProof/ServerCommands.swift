public import RoseyRuntime

extension Migrator {
    /// A migrator of revisions whose scripts are only tried.
    ///
    /// - Throws: ``DatabaseError/Code/migration`` for a script that would leave its database, or change what all databases of
    ///   a server have in common.
    public init(proving revisions: [Revision], in database: Database) throws {
        switch database.dialect {
        case .sqlite: break
        case .postgresql:
            for revision in revisions { try Self.refuseServerCommands(in: revision) }
        }
        try self.init(database, revisions)
    }

    private static func refuseServerCommands(in revision: Revision) throws {
        let script = revision.scripts.postgresql
        for command in try [script.up, script.down].flatMap(Dialect.postgresql.commands) {
            guard let reason = ServerCommands.reason(toRefuse: command.words) else { continue }
            throw DatabaseError(
                .migration,
                "revision \(revision.id) (\(revision.message)) is not tried: it \(reason), and a proof stays in a database "
                    + "of its own",
                sql: command.text)
        }
    }
}

/// The commands that are about more than the database in which they are run. A proof's role has no right to most of them; here
/// they are told by their names.
private enum ServerCommands {
    private static let shared: Set<String> = [
        "role", "user", "group", "database", "tablespace", "server", "subscription", "system",
    ]

    /// - Parameter words: the first ones of a command.
    static func reason(toRefuse words: [String]) -> String? {
        let first = words.first ?? ""
        let second = words.dropFirst().first ?? ""
        let third = words.dropFirst(2).first ?? ""
        switch first {
        case "create", "alter", "drop":
            if shared.contains(second) { return "has \(first.uppercased()) \(second.uppercased())" }
            if second == "foreign", third == "data" { return "has \(first.uppercased()) FOREIGN DATA WRAPPER" }
        case "set", "reset":
            let name = ["local", "session"].contains(second) && third != "authorization" ? third : second
            if name == "role" || name.hasPrefix("role=") { return "changes the role" }
            if name == "session", third == "authorization" { return "changes the role" }
            if name.hasPrefix("session_authorization") { return "changes the role" }
        case "discard" where second == "all": return "changes the role"
        case "load": return "loads a library into the server"
        case _ where first.hasPrefix("\\"): return "has a command of psql"
        default: break
        }
        return nil
    }
}
