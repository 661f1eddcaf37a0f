#if PostgreSQL
import CLibPQ
import Logging

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Makes connections to one server, or to the first fitting one of several that the address names.
struct PostgreSQLConnector: Sendable {
    private let keywords: [String]
    private let values: [String]
    /// The statement that sets a new session up.
    let settings: String
    private let capacity: Int
    private let busyWait: Duration
    /// The address as it may be shown.
    private let description: String
    private let password: String?
    let databaseName: String
    let naming: StatementNaming
    /// Where it is told what becomes of connections.
    let logger: Logger

    /// - Throws: ``DatabaseError/Code/connection`` where libpq does not understand the address.
    init(_ url: DatabaseURL, _ configuration: DatabaseConfiguration) throws(DatabaseError) {
        var parameters = try Self.parse(url)
        // A service file or the environment may say it as well, and what is said here would win.
        let known = Self.completed(parameters)
        password = known["password"]
        description = "\(url)"
        databaseName = known["dbname"] ?? ""
        var logger = configuration.logging.logger
        logger[metadataKey: "server"] = "\(url)"
        self.logger = logger
        naming = StatementNaming(configuration.postgresql.preparedStatements, logger)
        capacity = configuration.dynamicStatementCapacity
        busyWait = configuration.postgresql.busyWait
        func setDefault(_ keyword: String, _ value: String) {
            if known[keyword, default: ""].isEmpty { parameters[keyword] = value }
        }
        let seconds = Int(min(max((configuration.postgresql.connectTimeout / .seconds(1)).rounded(.up), 2), 1e6))
        setDefault("connect_timeout", "\(seconds)")
        setDefault("fallback_application_name", Self.programName)
        // So that a connection into the void is noticed in half a minute rather than in hours.
        setDefault("keepalives_idle", "30")
        setDefault("keepalives_interval", "10")
        setDefault("keepalives_count", "3")
        setDefault("tcp_user_timeout", "60000")
        parameters["client_encoding"] = "UTF8"
        let sorted = parameters.sorted { $0.key < $1.key }
        keywords = sorted.map(\.key)
        values = sorted.map(\.value)
        settings = Self.settings(configuration, options: known["options"])
    }

    /// What the address says, by libpq's names. Its messages repeat parts of the address, which may be a password.
    private static func parse(_ url: DatabaseURL) throws(DatabaseError) -> [String: String] {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url.libpq, &message) else {
            PQfreemem(message)
            throw notUnderstood
        }
        let parameters = take(options)
        // Parts of a password, which libpq or the server would repeat.
        let (authority, path) = url.libpq.dropFirst("postgresql://".count).prefix { $0 != "?" }.splitAtSlash
        let hosts = parameters["host"]?.split(separator: ",") ?? []
        let hasSign =
            authority.count { $0 == "@" } > 1 || path.contains("@") || hosts.contains { $0.dropFirst().contains("@") }
        let hasNumbers = parameters["port"]?.allSatisfy { $0 == "," || $0.isASCII && $0.isNumber } ?? true
        if hasSign || !hasNumbers { throw notUnderstood }
        return parameters
    }

    /// Parameters with what a service file, the environment and libpq's own defaults add to them.
    private static func completed(_ parameters: [String: String]) -> [String: String] {
        // Which is no such mode, so that libpq puts everything together and then connects to nobody.
        let sorted = parameters.merging(["sslmode": "none"]) { $1 }.sorted { $0.key < $1.key }
        let handle = withCStrings(sorted.map(\.key)) { keywords in
            withCStrings(sorted.map(\.value)) { values in PQconnectStartParams(keywords, values, 0) }
        }
        defer { PQfinish(handle) }
        return PQconninfo(handle).map { take($0) } ?? parameters
    }

    /// What libpq's list says, which it frees.
    private static func take(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
        defer { PQconninfoFree(options) }
        var parameters: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parameters[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return parameters
    }

    private static let notUnderstood = DatabaseError(
        .connection,
        "the database URL is not understood: write postgresql://user:password@host:port/name?parameter=value, "
            + "with libpq's parameters, and characters such as @ : / ? # % in a password as %40 %3A %2F %3F %23 %25")

    private static var programName: String {
        CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "rosey"
    }

    /// The statement that sets a new session up, and says last which one it is.
    private static func settings(_ configuration: DatabaseConfiguration, options: String?) -> String {
        func milliseconds(_ duration: Duration) -> Int {
            Int(min(max(duration / .milliseconds(1), 1), Double(Int32.max)))
        }
        var settings = ["lock_timeout": "\(milliseconds(configuration.lockTimeout))"]
        if let timeout = configuration.postgresql.statementTimeout {
            settings["statement_timeout"] = "\(milliseconds(timeout))"
        }
        if let timeout = configuration.postgresql.idleInTransactionTimeout {
            settings["idle_in_transaction_session_timeout"] = "\(milliseconds(timeout))"
        }
        // Days begin when they do on SQLite, unless somebody has said otherwise.
        let hasTimeZone = getenv("PGTZ") != nil || options?.lowercased().contains("timezone") ?? false
        if !hasTimeZone { settings["TimeZone"] = "UTC" }
        let calls = settings.sorted { $0.key < $1.key }.map {
            "pg_catalog.set_config('\($0.key)', '\($0.value)', false)"
        }
        return "SELECT " + calls.joined(separator: ", ") + ", pg_catalog.pg_backend_pid()::bigint"
    }

    func connect(_ id: ConnectionID, for pool: PostgreSQLPool) async throws(DatabaseError) -> PostgreSQLConnection {
        let (wire, executor) = try await connectWire()
        return PostgreSQLConnection(id: id, wire: wire, executor: executor, capacity: capacity, pool: pool)
    }

    /// Makes a connection and sets it up, on a thread of the connection's own: libpq blocks while it looks names up.
    func connectWire() async throws(DatabaseError) -> (wire: Wire, executor: LongRunningExecutor) {
        let executor = LongRunningExecutor()
        do {
            let wire = try await withTaskExecutorPreference(executor) {
                try Wire(open(), executor: executor, busyWait: busyWait, logger: logger)
            }
            try await setUp(wire)
            return (wire, executor)
        } catch let error as DatabaseError {
            throw error
        } catch {
            throw DatabaseError(.connection, "\(type(of: error))")
        }
    }

    private func open() throws(DatabaseError) -> OpaquePointer {
        let handle = Self.withCStrings(keywords) { keywords in
            Self.withCStrings(values) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let handle else { throw DatabaseError(.connection, "there is no memory for a connection") }
        guard PQstatus(handle) == CONNECTION_OK else {
            let error = failure(PQerrorMessage(handle).map { String(cString: $0) } ?? "")
            PQfinish(handle)
            throw error
        }
        return handle
    }

    private func setUp(_ wire: Wire) async throws(DatabaseError) {
        wire.watch(isUnattended: true)
        defer { wire.unwatch() }
        wire.send(settings)
        wire.sync()
        let result = await wire.next(isCancellable: false)
        defer { PQclear(result) }
        guard let result, PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw failure(PostgreSQLReport(result, wire.handle).message)
        }
        let session = try? Row(handle: result, number: 0).int64(PQnfields(result) - 1)
        wire.isProxied = session != Int64(PQbackendPID(wire.handle))
        PQclear(await wire.next(isCancellable: false))
        if wire.isBroken { throw failure("the connection broke at once") }
    }

    /// What libpq says, without the password, which it does not tell but a server might.
    private func failure(_ message: String) -> DatabaseError {
        var text = message.split(whereSeparator: \.isNewline).map { $0.trimmingTabs }.joined(separator: "; ")
        if let password, !password.isEmpty { text = text.replacing(password, with: "…") }
        return DatabaseError(.connection, "cannot connect to \(description): \(text)")
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies.map { UnsafePointer($0) } + [nil])
    }
}

extension PostgreSQLConnector: CustomReflectable {
    /// Without the password, which whoever dumps a database would see otherwise.
    var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

extension Substring {
    fileprivate var splitAtSlash: (Substring, Substring) {
        let end = firstIndex(of: "/") ?? endIndex
        return (self[..<end], self[end...])
    }

    fileprivate var trimmingTabs: Substring { drop { $0 == "\t" || $0 == " " } }
}
#endif
