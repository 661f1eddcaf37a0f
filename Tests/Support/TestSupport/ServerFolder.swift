import Foundation
import Synchronization

/// A folder that belongs to the server's user and, while one runs there, the server in it. What the tests leave behind of
/// them goes when the process of the tests ends.
final class ServerFolder: Sendable {
    /// Short, since the path of a socket has 107 bytes at most.
    let path = "/tmp/rosey-pg-\(UInt32.random(in: 0...UInt32.max))"
    private let server = Mutex<pid_t?>(nil)
    private let removal = Mutex(())
    private let stopSignal: StopSignal

    private static let all = Mutex<[String: ServerFolder]>([:])
    private static let removeAllAtExit: Void = {
        atexit {
            let left = ServerFolder.all.withLock { Array($0.values) }
            for folder in left { folder.signal(folder.stopSignal.number) }
            for folder in left { folder.removeHere() }
        }
    }()

    /// What makes a server stop at once, as setpriv names it.
    enum StopSignal: String {
        case quit = "QUIT"
        case kill = "KILL"

        var number: Int32 {
            switch self {
            case .quit: SIGQUIT
            case .kill: SIGKILL
            }
        }
    }

    init(stopSignal: StopSignal = .quit) throws {
        self.stopSignal = stopSignal
        _ = Self.removeAllAtExit
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        Self.all.withLock { $0[path] = self }
        try Data().write(to: URL(fileURLWithPath: file("log")))
        try giveToServer("")
    }

    /// The server's process, while there is one.
    var process: pid_t? { server.withLock { $0 } }

    func file(_ name: String) -> String { path + "/" + name }

    /// Makes the server's user the owner of a file.
    func giveToServer(_ name: String) throws {
        guard let user = ServerUser.current else { return }
        guard chown(file(name), user.id, user.group) == 0 else { throw POSIXError.last }
    }

    /// Appends a text to a file, which keeps its owner.
    func append(_ text: String, _ name: String) throws {
        guard let handle = FileHandle(forWritingAtPath: file(name)) else { throw POSIXError.last }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    func text(_ name: String) -> String {
        (try? Data(contentsOf: URL(fileURLWithPath: file(name)))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// Runs a program that stays, as the server's user. What it prints goes to the end of the file `log`.
    func launch(_ program: String, _ arguments: [String]) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread { [self] in
                let ended = DispatchSemaphore(value: 0)
                do {
                    let log = FileHandle(forWritingAtPath: file("log"))
                    try log?.seekToEnd()
                    let command = ServerUser.command(program, arguments, endsWithThread: stopSignal)
                    let process = Process()
                    process.executableURL = URL(fileURLWithPath: command.program)
                    process.arguments = command.arguments
                    process.currentDirectoryURL = URL(fileURLWithPath: path)
                    process.standardInput = FileHandle.nullDevice
                    process.standardOutput = log
                    process.standardError = log
                    process.terminationHandler = { _ in ended.signal() }
                    try process.run()
                    server.withLock { $0 = process.processIdentifier }
                    continuation.resume()
                } catch {
                    return continuation.resume(throwing: error)
                }
                // This thread stays as long as the server: see `endsWithThread`.
                ended.wait()
                server.withLock { $0 = nil }
            }
        }
    }

    private func signal(_ signal: Int32) {
        if let process { kill(process, signal) }
    }

    /// Sends the server a signal and blocks until it has ended; `false` when it is still there after so many seconds.
    func end(_ signal: Int32, seconds: Double) -> Bool {
        self.signal(signal)
        let limit = Date(timeIntervalSinceNow: seconds)
        while process != nil {
            if Date() > limit { return false }
            usleep(2000)
        }
        return true
    }

    /// Stops the server and removes the folder.
    func remove() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                removeHere()
                continuation.resume()
            }
        }
    }

    /// Stops the server and removes the folder, and blocks until both is done.
    func removeHere() {
        if !end(stopSignal.number, seconds: 10) { _ = end(SIGKILL, seconds: 5) }
        // Two that remove the same files at a time both fail.
        removal.withLock { _ in try? FileManager.default.removeItem(atPath: path) }
        _ = Self.all.withLock { $0.removeValue(forKey: path) }
    }
}

/// Whom the server runs as. PostgreSQL refuses to run as root, so root runs it as the user that Debian's package makes.
enum ServerUser {
    /// `nil` for the user of the tests.
    static let current: (id: uid_t, group: gid_t)? = {
        guard geteuid() == 0 else { return nil }
        return getpwnam("postgres").map { ($0.pointee.pw_uid, $0.pointee.pw_gid) } ?? (65534, 65534)
    }()

    /// What to run for a program to run as that user.
    ///
    /// - Parameter endsWithThread: a signal that the program gets when the thread that runs it ends, so that it does not
    ///   outlive tests that are killed. Linux only.
    static func command(
        _ program: String, _ arguments: [String], endsWithThread signal: ServerFolder.StopSignal? = nil
    ) -> (program: String, arguments: [String]) {
        var options: [String] = []
        if let current { options += ["--reuid=\(current.id)", "--regid=\(current.group)", "--clear-groups"] }
        #if os(Linux)
        if let signal { options += ["--pdeathsig=\(signal.rawValue)"] }
        #endif
        return options.isEmpty
            ? (program, arguments) : ("/usr/bin/setpriv", options + ["--", program] + arguments)
    }
}

extension POSIXError {
    /// The error of the system call that has just failed.
    static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
