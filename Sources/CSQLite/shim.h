#include <sqlite3.h>

// Swift cannot call C variadics, so each option we set has a function of its own here.

/// A connection reports defects in double-quoted strings instead of taking a misspelt column for text.
static inline int rosey_sqlite3_forbid_double_quoted_strings(sqlite3 *db) {
    int rc = sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)0);
    return rc != SQLITE_OK ? rc : sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)0);
}

/// `SQLITE_STATIC` and `SQLITE_TRANSIENT` are casts, which Swift does not import.
static inline sqlite3_destructor_type rosey_sqlite3_static(void) { return SQLITE_STATIC; }
static inline sqlite3_destructor_type rosey_sqlite3_transient(void) { return SQLITE_TRANSIENT; }
