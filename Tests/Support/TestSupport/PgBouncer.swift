import Foundation

/// A pooler of a test's own before a PostgreSQL server.
public final class PgBouncer: Sendable {
    /// For how long a server's session belongs to a client.
    public enum Mode: String, Sendable, CaseIterable {
        case session, transaction, statement
    }

    private static let port = 6432
    private let home: ServerFolder

    /// The superuser's address through the pooler.
    public var url: String { "postgresql://rosey@/postgres?host=\(home.path)&port=\(Self.port)" }

    private init(_ home: ServerFolder) {
        self.home = home
    }

    /// Whether there is a PgBouncer on this computer to run.
    public static var isInstalled: Bool { program != nil }

    /// Whether it can keep prepared statements, which it does from 1.21 on.
    public static let keepsStatements: Bool = {
        guard let program, let ended = try? Process.run(program, "--version") else { return false }
        let numbers = ended.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
        return numbers.count == 2 && (numbers[0], numbers[1]) >= (1, 21)
    }()

    private static let program: String? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders =
            path.split(separator: ":").map(String.init) + ["/usr/sbin", "/opt/homebrew/bin", "/usr/local/bin"]
        return folders.map { $0 + "/pgbouncer" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// Runs `body` with a pooler before a server, and stops it then.
    ///
    /// - Parameters:
    ///   - sessions: how many sessions of the server all clients share.
    ///   - settings: further lines of its configuration, by name.
    public static func with<Result: Sendable>(
        before server: PostgreSQLServer, _ mode: Mode, sessions: Int, settings: [String: String] = [:],
        _ body: (PgBouncer) async throws -> Result
    ) async throws -> Result {
        // It has nothing to lose, and which of its other signals do not wait for clients differs from version to version.
        let home = try ServerFolder(stopSignal: .kill)
        do {
            try await launch(
                home, before: server,
                [
                    "pool_mode": mode.rawValue, "default_pool_size": "\(sessions)", "max_client_conn": "200",
                    "auth_type": "any", "unix_socket_dir": home.path, "listen_port": "\(port)",
                ].merging(settings) { $1 })
            let result = try await body(PgBouncer(home))
            await home.remove()
            return result
        } catch {
            await home.remove()
            throw error
        }
    }

    private static func launch(
        _ home: ServerFolder, before server: PostgreSQLServer, _ settings: [String: String]
    ) async throws {
        guard let program else { throw PostgreSQLServer.Failure(description: "PgBouncer is not installed") }
        let database = "postgres = host=\(server.folder) port=\(server.port) dbname=postgres user=rosey"
        let lines = settings.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
        let text = (["[databases]", database, "[pgbouncer]"] + lines).map { $0 + "\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: home.file("pgbouncer.ini")))
        try home.giveToServer("pgbouncer.ini")
        try await home.launch(program, [home.file("pgbouncer.ini")])
        let limit = Date(timeIntervalSinceNow: 30)
        // The socket's file is there before it accepts connections.
        while !home.text("log").contains("process up") {
            guard home.process != nil, Date() < limit else {
                throw PostgreSQLServer.Failure(description: "PgBouncer has not started:\n" + home.text("log"))
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}

extension Process {
    /// Runs a program, and returns what it prints.
    fileprivate static func run(_ program: String, _ arguments: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        defer { process.waitUntilExit() }
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}
