import Foundation
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// A program that has run to its end.
public struct ChildProcess: Sendable {
    public let output: String
    public let error: String
    public let status: Int32

    /// Runs a program and waits until it ends.
    ///
    /// - Parameter environment: `nil` for that of the tests. With any other, a run that measures coverage still counts the
    ///   program's lines.
    public static func run(
        _ executable: String, _ arguments: [String], in folder: String? = nil, environment: [String: String]? = nil,
        input: String = ""
    ) async throws -> ChildProcess {
        // Files, not pipes: a server that a program leaves behind inherits its output, and a pipe would stay open with it.
        let files = try TemporaryFolder()
        try files.write(input, "in")
        func open(_ name: String, _ mode: FileDescriptor.AccessMode) throws -> FileDescriptor {
            try .open(files.file(name), mode, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        }
        let ended = try await Subprocess.run(
            .path(FilePath(executable)), arguments: Arguments(arguments),
            environment: environment.map { .custom(coverage.merging(variables($0)) { $1 }) } ?? .inherit,
            workingDirectory: folder.map { FilePath($0) },
            input: .fileDescriptor(try open("in", .readOnly), closeAfterSpawningProcess: true),
            output: .fileDescriptor(try open("out", .writeOnly), closeAfterSpawningProcess: true),
            error: .fileDescriptor(try open("err", .writeOnly), closeAfterSpawningProcess: true))
        func text(_ name: String) throws -> String {
            try String(decoding: Data(contentsOf: URL(fileURLWithPath: files.file(name))), as: UTF8.self)
        }
        let status =
            switch ended.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): signal
            }
        return ChildProcess(output: try text("out"), error: try text("err"), status: status)
    }

    /// Where the compiler's coverage goes. Without it a program writes a file into the folder it runs in.
    private static var coverage: [Environment.Key: String] {
        variables(ProcessInfo.processInfo.environment.filter { $0.key == "LLVM_PROFILE_FILE" })
    }

    private static func variables(_ environment: [String: String]) -> [Environment.Key: String] {
        Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) })
    }
}
