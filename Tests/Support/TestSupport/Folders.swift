import Foundation

/// The folder of the package.
public let packageFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

/// The folder of the executables that were built with the tests.
public let buildFolder: String = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    // On macOS the tests are in a bundle beside them.
    while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
    return folder.path
}()

/// A folder that is gone when nobody holds it any more.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("rosey-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public func file(_ name: String) -> String { path + "/" + name }

    /// The address of a database in the folder.
    public func url(_ name: String) -> String { "sqlite:///" + file(name) }

    /// Writes a file, and the folders it is in.
    public func write(_ text: String, _ name: String) throws {
        let url = URL(fileURLWithPath: name.hasPrefix("/") ? name : file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }
}
