#if PostgreSQL
import CLibPQ
import ExactText
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
    private let configuration: DatabaseConfiguration.PostgreSQL
    let connectTimeout: Duration
    var longestSilence: Duration? { configuration.longestSilence }
    /// The address as it may be shown.
    private let description: String
    private let password: String?
    let databaseName: String
    /// The names of the servers and their ports, as far as they are known.
    let hosts: String
    /// Where it is told what becomes of connections.
    let logger: Logger

    /// - Throws: ``DatabaseError/Code/connection`` where libpq does not understand the address.
    ///
    /// - Parameter isReplica: others can be asked instead, so less time is spent on a silent host.
    init(_ url: DatabaseURL, _ configuration: DatabaseConfiguration, isReplica: Bool) throws(DatabaseError) {
        var parameters = try Self.parse(url)
        // A service file or the environment may say it as well, and what is said here would win.
        let known = Self.completed(parameters)
        password = known["password"]
        description = "\(url)"
        databaseName = known["dbname"] ?? ""
        hosts = Self.hosts(known)
        var logger = configuration.logging.logger
        logger[metadataKey: "server"] = "\(url)"
        self.logger = logger
        capacity = configuration.dynamicStatementCapacity
        self.configuration = configuration.postgresql
        connectTimeout =
            isReplica ? min(Self.replicaTimeout, self.configuration.connectTimeout) : self.configuration.connectTimeout
        func setDefault(_ keyword: String, _ value: String) {
            if known[keyword, default: ""].isEmpty { parameters[keyword] = value }
        }
        let seconds = Int(min(max((connectTimeout / .seconds(1)).rounded(.up), 2), 1e6))
        setDefault("connect_timeout", "\(seconds)")
        setDefault("fallback_application_name", Self.programName)
        // So that a connection into the void is noticed in a quarter of a minute rather than in hours.
        setDefault("keepalives_idle", "10")
        setDefault("keepalives_interval", "5")
        setDefault("keepalives_count", "3")
        setDefault("tcp_user_timeout", "15000")
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

    private static let replicaTimeout = Duration.seconds(3)

    private static func hosts(_ known: [String: String]) -> String {
        let names = (known["host"] ?? known["hostaddr"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let ports = (known["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        return names.enumerated().map { number, name in
            let port = ports.count == 1 ? ports[0] : ports.indices.contains(number) ? ports[number] : ""
            return port.isEmpty ? "\(name)" : "\(name):\(port)"
        }.joined(separator: ",")
    }

    private static var programName: String {
        CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "rosey"
    }

    /// The statement that sets a new session up.
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
        return "SELECT " + calls.joined(separator: ", ")
    }

    /// - Parameter asksWhy: a refusal is to have its SQLSTATE.
    func connect(
        _ id: ConnectionID, for pool: PostgreSQLPool, asksWhy: Bool
    ) async throws(DatabaseError) -> PostgreSQLConnection {
        let (wire, executor) = try await connectWire(asksWhy: asksWhy)
        return PostgreSQLConnection(id: id, wire: wire, executor: executor, capacity: capacity, pool: pool)
    }

    /// Makes a connection and sets it up, on a thread of the connection's own: libpq blocks while it looks names up.
    func connectWire(asksWhy: Bool = false) async throws(DatabaseError) -> (wire: Wire, executor: LongRunningExecutor) {
        let executor = LongRunningExecutor()
        do {
            let wire = try await withTaskExecutorPreference(executor) {
                try Wire(open(asksWhy: asksWhy), executor: executor, configuration)
            }
            try await setUp(wire)
            return (wire, executor)
        } catch let error as DatabaseError {
            throw error
        } catch {
            throw DatabaseError(.connection, "\(type(of: error))")
        }
    }

    private func open(asksWhy: Bool) throws(DatabaseError) -> OpaquePointer {
        let handle = Self.withCStrings(keywords) { keywords in
            Self.withCStrings(values) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let handle else { throw DatabaseError(.connection, "there is no memory for a connection") }
        if PQstatus(handle) != CONNECTION_OK {
            var error = failure(Self.message(handle))
            // Of a connection that is not made libpq tells the state only as a part of the text, and only if asked before.
            if asksWhy {
                let needsPassword = PQconnectionNeedsPassword(handle) != 0
                PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
                PQreset(handle)
                error.nativeCode = Self.state(Self.message(handle)) ?? (needsPassword ? "28000" : nil)
                PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
            }
            guard PQstatus(handle) == CONNECTION_OK else {
                PQfinish(handle)
                throw error
            }
        }
        // libpq would print them.
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        return handle
    }

    private static func message(_ handle: OpaquePointer) -> String {
        PQerrorMessage(handle).map { String(cString: $0) } ?? ""
    }

    /// The last SQLSTATE in a message that has nothing else of the server: `… failed: FATAL:  28P01`.
    private static func state(_ message: String) -> String? {
        message.split(whereSeparator: \.isNewline).compactMap { line in
            let word = line.suffix(5)
            let isState = word.count == 5 && word.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
            return isState && line.dropLast(5).hasSuffix(":  ") ? String(word) : nil
        }.last
    }

    private func setUp(_ wire: Wire) async throws(DatabaseError) {
        wire.watch(limit: connectTimeout)
        defer { wire.unwatch() }
        wire.send(settings)
        wire.sync()
        let result = await wire.next(isCancellable: false)
        defer { PQclear(result) }
        guard let result, PQresultStatus(result) == PGRES_TUPLES_OK else {
            let report = PostgreSQLReport(result, wire.handle)
            var error = failure(report.message)
            error.nativeCode = report.state.isEmpty ? nil : report.state
            throw error
        }
        PQclear(await wire.next(isCancellable: false))
        if wire.isBroken { throw failure("the connection broke at once") }
    }

    /// What libpq says, without the password, which it does not tell but a server might.
    private func failure(_ message: String) -> DatabaseError {
        var text = message.split(whereSeparator: \.isNewline).map { $0.trimmingTabs }.joined(separator: "; ")
        if let password, !password.isEmpty { text = text.replacing(password, by: "…") }
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
