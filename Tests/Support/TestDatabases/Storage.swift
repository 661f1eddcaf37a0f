import RoseyRuntime
import TestSupport

/// Where a database under test lives. What both must do is tested on both.
public enum Storage: String, CaseIterable, Sendable {
    case memory, file, postgresql

    public static var allCases: [Storage] { sqlite + server }
    /// One of each system.
    public static var both: [Storage] { [.memory] + server }
    public static let sqlite: [Storage] = [.memory, .file]
    /// Those where several connections see one database.
    public static var shared: [Storage] { [.file] + server }

    /// Whether the driver for PostgreSQL is built: the package's trait of this name.
    #if PostgreSQL
    public static let hasPostgreSQL = true
    #else
    public static let hasPostgreSQL = false
    #endif

    private static var server: [Storage] { hasPostgreSQL ? [.postgresql] : [] }

    /// Runs `body` with the address of a new, empty database.
    public func withURL<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        switch self {
        case .memory: return try await body("sqlite:///:memory:")
        case .file:
            let folder = try TemporaryFolder()
            return try await body(folder.url("test.db"))
        case .postgresql: return try await TestSchema.with(body)
        }
    }
}
