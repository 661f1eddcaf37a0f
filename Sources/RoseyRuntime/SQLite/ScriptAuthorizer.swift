import CSQLite

/// Refuses what would end the transaction that a script runs in: the script takes effect as a whole or not at all.
enum ScriptAuthorizer {
    static func attach(to db: OpaquePointer) {
        sqlite3_set_authorizer(
            db,
            { _, action, _, _, _, _ in
                action == SQLITE_TRANSACTION || action == SQLITE_ATTACH || action == SQLITE_DETACH
                    ? SQLITE_DENY : SQLITE_OK
            }, nil)
    }

    static func detach(from db: OpaquePointer) {
        sqlite3_set_authorizer(db, nil, nil)
    }
}
