import Foundation

/// A program that has run to its end.
public struct ChildProcess: Sendable {
    public let output: String
    public let error: String
    public let status: Int32

    /// Runs a program and waits for it, on a thread of its own: other tests need those of the cooperative pool.
    ///
    /// - Parameter environment: `nil` for that of the tests.
    public static func run(
        _ executable: String, _ arguments: [String], in folder: String? = nil, environment: [String: String]? = nil,
        input: String = ""
    ) async throws -> ChildProcess {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try runHere(executable, arguments, in: folder, environment: environment, input: input)
                    })
            }
        }
    }

    private static func runHere(
        _ executable: String, _ arguments: [String], in folder: String?, environment: [String: String]?, input: String
    ) throws -> ChildProcess {
        // Through files: a pipe that nobody reads would fill up and stop the program.
        let temporary = try TemporaryFolder()
        for name in ["out", "err"] { try temporary.write("", name) }
        try temporary.write(input, "in")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        if let environment { process.environment = environment }
        process.standardInput = FileHandle(forReadingAtPath: temporary.file("in"))
        process.standardOutput = FileHandle(forWritingAtPath: temporary.file("out"))
        process.standardError = FileHandle(forWritingAtPath: temporary.file("err"))
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            try String(decoding: Data(contentsOf: URL(fileURLWithPath: temporary.file(name))), as: UTF8.self)
        }
        return ChildProcess(output: try text("out"), error: try text("err"), status: process.terminationStatus)
    }
}
