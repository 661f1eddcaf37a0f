import CSQLite

/// Refuses what would end the transaction that a script runs in, or reach beyond it: the script takes effect as a whole or not
/// at all, and the connection is used by others afterwards.
final class ScriptAuthorizer {
    /// Why the last command was refused, if it was.
    private(set) var refusal: String?

    /// Lets a connection run what is allowed, for as long as `body` runs.
    static func guarding<Result>(
        _ db: OpaquePointer, _ body: (ScriptAuthorizer) throws -> Result
    ) rethrows -> Result {
        let authorizer = ScriptAuthorizer()
        defer { sqlite3_set_authorizer(db, nil, nil) }
        sqlite3_set_authorizer(
            db,
            { context, action, first, second, _, _ in
                guard let context else { return SQLITE_DENY }
                let authorizer = Unmanaged<ScriptAuthorizer>.fromOpaque(context).takeUnretainedValue()
                authorizer.refusal = ScriptAuthorizer.reason(toRefuse: action, first, second)
                return authorizer.refusal == nil ? SQLITE_OK : SQLITE_DENY
            }, Unmanaged.passUnretained(authorizer).toOpaque())
        return try withExtendedLifetime(authorizer) { try body(authorizer) }
    }

    private static func reason(
        toRefuse action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
    ) -> String? {
        switch action {
        case SQLITE_TRANSACTION: return "a script runs in a transaction: it cannot begin or end one"
        case SQLITE_ATTACH, SQLITE_DETACH: return "a script stays in its database: it cannot attach or detach another"
        case SQLITE_CREATE_TEMP_TRIGGER, SQLITE_CREATE_TEMP_VIEW:
            return "a script cannot make temporary triggers and views, which would be there after it"
        case SQLITE_PRAGMA:
            // Without a value it is a question.
            guard let first, second != nil else { return nil }
            let name = String(cString: first).lowercased()
            return allowedPragmas.contains(name)
                ? nil : "a script cannot have PRAGMA \(name), which would hold after it or change the file as a whole"
        default: return nil
        }
    }

    /// Those that ask about what their value names, that belong to the transaction, or that are set back after it.
    private static let allowedPragmas: Set<String> = [
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list",
        "foreign_key_check", "integrity_check", "quick_check", "user_version", "application_id", "defer_foreign_keys",
        "foreign_keys", "legacy_alter_table",
    ]
}
