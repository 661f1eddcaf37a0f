import Testing
import RoseyRuntime
import RoseyConfiguration
import TestSupport

/// A folder with a `config.json` of a test's own.
struct SettingsFolder {
    private let folder = try? TemporaryFolder()

    var file: String { (folder?.path ?? "") + "/config.json" }

    /// What is read from a file with this text, or from none.
    func settings(_ text: String? = nil, _ environment: [String: String] = [:]) async throws -> DatabaseSettings {
        if let text { try folder?.write(text, "config.json") }
        return try await DatabaseSettings(file: file, environment: environment)
    }

    /// Everything that is said to be wrong, with the file called `config.json`.
    func mistakes(_ text: String? = nil, _ environment: [String: String] = [:]) async throws -> [String] {
        do {
            _ = try await settings(text, environment)
            return []
        } catch let error as ConfigurationError {
            return error.mistakes.map { $0.replacing(file, with: "config.json") }
        }
    }
}

/// Two configurations say the same, but for their loggers, which cannot be compared.
func expectSame(
    _ one: DatabaseConfiguration, _ other: DatabaseConfiguration, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(one.lockTimeout == other.lockTimeout, sourceLocation: sourceLocation)
    #expect(one.transactionTimeout == other.transactionTimeout, sourceLocation: sourceLocation)
    #expect(one.dynamicStatementCapacity == other.dynamicStatementCapacity, sourceLocation: sourceLocation)
    #expect(one.sqlite == other.sqlite, sourceLocation: sourceLocation)
    #expect(one.postgresql == other.postgresql, sourceLocation: sourceLocation)
}
