import Foundation
import RoseyRuntime

/// A PostgreSQL server that is started for a proof: in a temporary folder that nobody else gets into, reachable only through a
/// socket in it. It ends with the proof, and with this process however that ends.
public struct ProofServer {
    /// Runs `body` with the databases of a new server.
    ///
    /// The environment's variables for libpq (`PGHOST`, `PGSERVICE`, …), which are about another server, are taken out of it
    /// for as long as this runs. So nothing else of the process may connect to a server meanwhile.
    ///
    /// - Throws: ``DatabaseError/Code/connection`` where the server does not start; what `body` throws.
    public static func with<Result: Sendable>(
        _ programs: ServerPrograms, _ body: (ServerDatabases) async throws -> Result
    ) async throws -> Result {
        let environment = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("PG") }
        for name in environment.keys { unsetenv(name) }
        defer { for (name, value) in environment { setenv(name, value, 1) } }
        let server = try ProofServer(programs)
        let outcome: Swift.Result<Result, any Error>
        do {
            try await server.waitUntilReady()
            outcome = .success(try await ServerDatabases.with(server.url, body))
        } catch {
            outcome = .failure(error)
        }
        await server.stop()
        return try outcome.get()
    }

    private let folder: String
    private let process = Process()
    /// The server runs until this is closed: by this process, or with it.
    private let lifeline = Pipe()
    private let exit: AsyncStream<Never>

    private var url: String { "postgresql://rosey@/postgres?host=\(folder)&sslmode=disable&gssencmode=disable" }

    /// Starts the server, or at least a shell that does.
    private init(_ programs: ServerPrograms) throws {
        let user = try ServerUser()
        folder = try user.makeFolder()
        process.executableURL = URL(fileURLWithPath: user.command[0])
        process.arguments =
            user.command.dropFirst() + ["/bin/sh", "-c", Self.script, "sh", programs.folder, folder]
        // Nothing of the environment is meant for this server.
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = lifeline
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // No program that is started meanwhile keeps it open.
        _ = fcntl(lifeline.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        exit = stream
        process.terminationHandler = { _ in continuation.finish() }
        do {
            try process.run()
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw DatabaseError(.connection, "the proof's server cannot be started: \(error.localizedDescription)")
        }
    }

    /// Runs the server until its input ends, as it does when the process that wrote to it is gone, and then tidies up. A
    /// terminal's interrupt reaches all processes in the foreground, and must not end this one before the server.
    private static let script = """
        trap '' INT HUP TERM QUIT
        bin=$1 home=$2
        exec 3<&0
        "$bin/initdb" -D "$home/data" -U rosey -A trust -E UTF8 --locale=C --no-sync >"$home/log" 2>&1 </dev/null && {
            "$bin/postgres" -D "$home/data" -k "$home" -c listen_addresses= -c unix_socket_permissions=0700 \\
                -c max_connections=30 -c shared_buffers=16MB -c fsync=off -c full_page_writes=off -c autovacuum=off \\
                >>"$home/log" 2>&1 </dev/null 3<&- &
            server=$!
            # A server that has just begun does not hear it yet.
            { read -r line; while kill -QUIT $server; do sleep 0.1; done; } <&3 2>/dev/null &
            wait $server
        }
        : >"$home/ended"
        read -r line <&3
        rm -rf "$home"
        """

    private func waitUntilReady() async throws {
        while true {
            do {
                let database = try await Database.open(url: url)
                return await database.close()
            } catch let error as DatabaseError where error.code == .connection {
                let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
                guard process.isRunning, !FileManager.default.fileExists(atPath: folder + "/ended") else {
                    throw DatabaseError(
                        .connection, "the proof's server did not start: \(log.isEmpty ? error.message : log)")
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func stop() async {
        try? lifeline.fileHandleForWriting.close()
        for await _ in exit {}
        // Of a shell that was ended by force.
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Who runs the server: this user, and where that is root, whom PostgreSQL refuses, one who is not.
private struct ServerUser {
    /// What runs a program as that user.
    let command: [String]
    private let owner: (user: uid_t, group: gid_t)?

    init() throws {
        guard geteuid() == 0 else {
            command = ["/usr/bin/env"]
            owner = nil
            return
        }
        guard let entry = getpwnam("postgres") ?? getpwnam("nobody"),
            let tool = ["/usr/bin/setpriv", "/bin/setpriv"].first(where: FileManager.default.isExecutableFile)
        else {
            throw DatabaseError(
                .connection, "PostgreSQL does not run as root, and there is no 'setpriv' to run it as another user")
        }
        owner = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        command = [
            tool, "--reuid=\(entry.pointee.pw_uid)", "--regid=\(entry.pointee.pw_gid)", "--clear-groups", "--",
        ]
    }

    func makeFolder() throws -> String {
        // The path of a socket has at most 107 bytes, and another user may not get into root's folders.
        let place = owner == nil ? ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp" : "/tmp"
        var path = Array("\(place.utf8.count > 60 ? "/tmp" : place)/rosey-proof-XXXXXX".utf8CString)
        guard mkdtemp(&path) != nil else {
            throw DatabaseError(
                .io, "there is no place for the proof's server: \(String(cString: strerror(errno)))")
        }
        let folder = path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        if let owner { chown(folder, owner.user, owner.group) }
        return folder
    }
}
