#if !PostgreSQL
// What stands for the driver where the package trait is off.

extension DatabaseError {
    static let noPostgreSQL = DatabaseError(
        .connection, "this program was built without the driver for PostgreSQL (the package trait 'PostgreSQL')")
}
#endif
