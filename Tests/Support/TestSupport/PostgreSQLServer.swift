import Foundation

/// A PostgreSQL server of a test's own, with the superuser `rosey`. It is stopped and its folder removed when nobody holds
/// it any more, or when the tests end.
public final class PostgreSQLServer: Sendable {
    public struct Options: Sendable {
        public enum Authentication: Sendable {
            case trust
            /// The password of `rosey`, over sockets too.
            case scram(password: String)
        }

        /// Whether the server listens on a free port of 127.0.0.1, besides its socket.
        public var tcp: Bool
        /// What `postgresql.conf` says more, by name.
        public var settings: [String: String]
        public var authentication: Authentication
        /// With a certificate the server takes TLS connections over TCP, and no others.
        public var tls: ServerCertificates.Certificate?

        public init(
            tcp: Bool = false, settings: [String: String] = [:], authentication: Authentication = .trust,
            tls: ServerCertificates.Certificate? = nil
        ) {
            self.tcp = tcp || tls != nil
            self.settings = settings
            self.authentication = authentication
            self.tls = tls
        }

        var password: String? {
            if case .scram(let password) = authentication { password } else { nil }
        }
    }

    /// How a server stops: when its clients have gone, with them, or as in a crash.
    public enum StopMode: Sendable, CaseIterable {
        case smart, fast, immediate

        var signal: Int32 {
            switch self {
            case .smart: SIGTERM
            case .fast: SIGINT
            case .immediate: SIGQUIT
            }
        }
    }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let port: Int
    private let options: Options
    private let home: ServerFolder
    private let primary: PostgreSQLServer?

    private init(_ home: ServerFolder, port: Int, _ options: Options, primary: PostgreSQLServer? = nil) {
        self.home = home
        self.port = port
        self.options = options
        self.primary = primary
    }

    deinit {
        let home = home
        Thread.detachNewThread { home.removeHere() }
    }

    // MARK: Addresses

    /// The folder of the server's socket, its `log` and its `data`.
    public var folder: String { home.path }

    /// Everything the server has logged.
    public var log: String { home.text("log") }

    /// The superuser's address over the socket. Like `tcpURL` it says no password.
    public var socketURL: String { "postgresql://rosey@/postgres?host=\(folder)&port=\(port)" }

    public var tcpURL: String { url() }

    /// The address over TCP.
    ///
    /// - Parameters:
    ///   - port: that of a proxy before the server, `nil` for the server's own.
    ///   - query: such as `sslmode=require&connect_timeout=2`.
    public func url(port: Int? = nil, password: String? = nil, query: String = "") -> String {
        let secret = password?.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { ":" + $0 } ?? ""
        return "postgresql://rosey\(secret)@localhost:\(port ?? self.port)/postgres"
            + (query.isEmpty ? "" : "?" + query)
    }

    // MARK: Starting and stopping

    /// Makes a new server and starts it.
    public static func start(_ options: Options = Options()) async throws -> PostgreSQLServer {
        let home = try ServerFolder()
        do {
            _ = try await run("/bin/cp", ["-a", try await template.value.file("data"), home.file("data")])
            try home.configure(options)
            if let password = options.password {
                _ = try await run(
                    programs + "/postgres", ["--single", "-D", home.file("data"), "postgres"],
                    input: "ALTER USER rosey PASSWORD \(quoted(password))\n")
            }
            return try await start(home, options)
        } catch {
            await home.remove()
            throw error
        }
    }

    /// Starts a new server, runs the body with it, and removes it whatever happens.
    public static func with<Result>(
        _ options: Options = Options(), isolation: isolated (any Actor)? = #isolation,
        _ body: (PostgreSQLServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(options)
        do {
            let result = try await body(server)
            await server.remove()
            return result
        } catch {
            await server.remove()
            throw error
        }
    }

    /// Starts the server again after a stop, on the same port.
    public func start() async throws {
        guard home.process == nil else { throw Failure(description: "the server runs already") }
        try await Self.launch(home, port)
    }

    /// Stops the server and waits until it has ended.
    public func stop(_ mode: StopMode = .fast) async throws {
        let ended = try await longWork { [home] in home.end(mode.signal, seconds: Self.patience) }
        if !ended { throw Failure(description: "the server has not stopped") }
    }

    public func restart(_ mode: StopMode = .fast) async throws {
        try await stop(mode)
        try await start()
    }

    /// Stops all processes of the server in the middle of what they do, runs the body, and lets them go on. The system still takes
    /// what is sent to the server.
    public func whileFrozen<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async throws -> Result {
        guard let process = home.process else { throw Failure(description: "the server does not run") }
        let children = try await ChildProcess.run("/usr/bin/pgrep", ["-P", "\(process)"], in: "/").output
        // The first one first, so that it does not make more of them.
        let all = [process] + children.split(separator: "\n").compactMap { pid_t($0) }
        for process in all { kill(process, SIGSTOP) }
        defer { for process in all { kill(process, SIGCONT) } }
        return try await body()
    }

    /// Stops the server as in a crash and removes its folder. It cannot be used after that.
    public func remove() async {
        await home.remove()
    }

    // MARK: Queries

    /// Runs SQL with psql, as the superuser over the socket. The rows are lines, their columns separated by `|`.
    @discardableResult
    public func psql(_ sql: String) async throws -> String {
        let ended = try await Self.psql(sql, at: socketURL, password: options.password)
        guard ended.status == 0 else { throw Failure(description: ended.error) }
        return ended.output.trimmingCharacters(in: .newlines)
    }

    /// Runs SQL with psql at any address, and does not mind when it fails.
    public static func psql(_ sql: String, at url: String, password: String? = nil) async throws -> ChildProcess {
        try await ChildProcess.run(
            programs + "/psql", ["-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-d", url],
            environment: environment(password), input: sql)
    }

    // MARK: Replication

    /// Makes a standby of this server, in streaming replication over the socket, and starts it.
    ///
    /// - Parameter settings: what is different from this server's.
    public func makeStandby(_ settings: [String: String] = [:]) async throws -> PostgreSQLServer {
        let standby = try ServerFolder()
        do {
            _ = try await Self.run(
                Self.programs + "/pg_basebackup",
                ["-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", socketURL, "-D", standby.file("data")],
                password: options.password)
            var options = options
            options.settings.merge(["wal_retrieve_retry_interval": "100ms"]) { given, _ in given }
            options.settings.merge(settings) { $1 }
            try standby.configure(options)
            return try await Self.start(standby, options, primary: self)
        } catch {
            await standby.remove()
            throw error
        }
    }

    /// Waits until the standby has everything that its primary has now.
    public func waitUntilReplayed() async throws {
        guard let primary else { throw Failure(description: "not a standby") }
        let position = try await primary.psql("SELECT pg_current_wal_lsn()")
        try await Self.wait("the standby is behind") {
            try await self.psql("SELECT pg_last_wal_replay_lsn() >= '\(position)'") == "t"
        }
    }

    /// Makes the standby a server that takes writes, and waits until it does.
    public func promote() async throws {
        guard try await psql("SELECT pg_promote()") == "t" else { throw Failure(description: "not promoted") }
    }

    // MARK: -

    /// Whether there is a PostgreSQL server on this computer to run.
    public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: programs + "/initdb") }

    /// The folder of the newest PostgreSQL's programs.
    static let programs: String = {
        func folders(_ root: String, _ prefix: String) -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).filter { $0.hasPrefix(prefix) }
                .sorted { $0.compare($1, options: .numeric) == .orderedDescending }.map { "\(root)/\($0)/bin" }
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let candidates =
            folders("/usr/lib/postgresql", "") + folders("/opt/homebrew/opt", "postgresql@")
            + folders("/usr/local/opt", "postgresql@") + path.split(separator: ":").map(String.init)
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0 + "/initdb") } ?? "/usr/bin"
    }()

    /// A new database cluster for all servers to copy: making one takes a second, copying it does not.
    private static let template = Task {
        let home = try ServerFolder()
        _ = try await run(
            programs + "/initdb",
            ["-D", home.file("data"), "-U", "rosey", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"])
        return home
    }

    private static func start(
        _ home: ServerFolder, _ options: Options, primary: PostgreSQLServer? = nil
    ) async throws -> PostgreSQLServer {
        var attempts = 5
        while true {
            let port = options.tcp ? try LoopbackSocket(listening: false).port : 5432
            do {
                try await launch(home, port)
                return PostgreSQLServer(home, port: port, options, primary: primary)
            } catch let error as Failure where attempts > 1 && error.description.contains("Address already in use") {
                // Somebody else was faster.
                attempts -= 1
            }
        }
    }

    /// Runs the server in a folder and waits until it takes connections.
    private static func launch(_ home: ServerFolder, _ port: Int) async throws {
        try await home.launch(
            programs + "/postgres", ["-D", home.file("data"), "-k", home.path, "-c", "port=\(port)"])
        try await wait("the server has not started") {
            guard let process = home.process else { throw Failure(description: "the server ended:\n" + home.log) }
            // It writes there how far it is.
            let lines = home.text("data/postmaster.pid").split(separator: "\n", omittingEmptySubsequences: false)
            return lines.count > 7 && lines[0] == "\(process)" && lines[7].hasPrefix("ready")
        }
    }

    /// How many seconds to wait for a server at most.
    private static let patience = 60.0

    private static func wait(_ message: String, until condition: () async throws -> Bool) async throws {
        let limit = Date(timeIntervalSinceNow: patience)
        while try await !condition() {
            guard Date() < limit else { throw Failure(description: message) }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Runs a program as the server's user.
    private static func run(
        _ program: String, _ arguments: [String], password: String? = nil, input: String = ""
    ) async throws -> String {
        let command = ServerUser.command(program, arguments)
        let ended = try await ChildProcess.run(
            command.program, command.arguments, in: "/", environment: environment(password), input: input)
        guard ended.status == 0 else { throw Failure(description: ended.output + ended.error) }
        return ended.output
    }

    /// The environment of the tests without what would tell PostgreSQL's programs where to go.
    private static func environment(_ password: String?) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PG") }
        environment["PGPASSWORD"] = password
        return environment
    }

    fileprivate static func quoted(_ text: String) -> String {
        "'" + text.replacingOccurrences(of: "'", with: "''") + "'"
    }
}

extension ServerFolder {
    fileprivate var log: String { String(text("log").suffix(2000)) }

    /// Writes the configuration of the server in the folder.
    fileprivate func configure(_ options: PostgreSQLServer.Options) throws {
        var settings = ["listen_addresses": options.tcp ? "127.0.0.1" : "", "fsync": "off"]
        settings["ssl"] = options.tls == nil ? "off" : "on"
        settings.merge(options.settings) { $1 }
        let lines = settings.sorted { $0.key < $1.key }.map { "\($0.key) = \(PostgreSQLServer.quoted($0.value))\n" }
        try append("\n" + lines.joined(), "data/postgresql.conf")

        let host = options.tls == nil ? "host" : "hostssl"
        let method = options.password == nil ? "trust" : "scram-sha-256"
        let access = ["local all", "local replication", "\(host) all", "\(host) replication"].map { line in
            "\(line) all \(line.hasPrefix("local") ? "" : "all ")\(method)\n"
        }
        try Data(access.joined().utf8).write(to: URL(fileURLWithPath: file("data/pg_hba.conf")))

        guard let tls = options.tls else { return }
        for (source, name) in [(tls.certificate, "data/server.crt"), (tls.key, "data/server.key")] {
            try? FileManager.default.removeItem(atPath: file(name))
            try FileManager.default.copyItem(atPath: source, toPath: file(name))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file(name))
            try giveToServer(name)
        }
    }
}
