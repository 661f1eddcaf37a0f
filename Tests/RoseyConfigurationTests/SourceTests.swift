import Configuration
import Foundation
import RoseyConfiguration
import RoseyRuntime
import TestSupport
import Testing

/// Which source wins.
@Suite struct SourceTests {
    let folder = SettingsFolder()

    private func url(_ text: String?, _ environment: [String: String] = [:]) async throws -> String {
        try await folder.settings(text, environment).url.string
    }

    @Test func addressesInOrder() async throws {
        #expect(try await url(nil) == "sqlite:///bot_data.db")
        #expect(try await url("{}") == "sqlite:///bot_data.db")
        let path = #"{ "database": "old.db" }"#
        #expect(try await url(path) == "sqlite:///old.db")
        let both = #"{ "database": "old.db", "database_url": "sqlite:///new.db" }"#
        #expect(try await url(both) == "sqlite:///new.db")
        let general = ["DATABASE_URL": "sqlite:///env.db"]
        #expect(try await url(both, general) == "sqlite:///env.db")
        let own = ["DATABASE_URL": "sqlite:///env.db", "ROSEY_DATABASE_URL": "sqlite:///rosey.db"]
        #expect(try await url(both, own) == "sqlite:///rosey.db")
        let given = try await DatabaseSettings(
            url: DatabaseURL("sqlite:///given.db"), file: folder.file, environment: own)
        #expect(given.url.string == "sqlite:///given.db")
    }

    /// As shells have it; and as v0.5.0 had it, null is as good as nothing.
    @Test func emptyVariablesAndNullsAreNotSet() async throws {
        let text = #"{ "database": "old.db", "database_url": null, "database_settings": { "pool": null } }"#
        #expect(try await url(text, ["ROSEY_DATABASE_URL": "", "DATABASE_URL": ""]) == "sqlite:///old.db")
        let pool = #"{ "database_settings": { "pool": { "maximum": 7, "minimum": null } } }"#
        let settings = try await folder.settings(pool, ["ROSEY_POOL_MAXIMUM": ""])
        #expect(settings.configuration.postgresql.maximumConnections == 7)
    }

    /// A wrong value further down does not hinder one that wins.
    @Test func theEnvironmentGoesBeforeTheFile() async throws {
        let text = #"{ "database_settings": { "pool": { "maximum": "many" }, "timeouts": { "lock": 9 } } }"#
        let settings = try await folder.settings(text, ["ROSEY_POOL_MAXIMUM": "3", "POOL_MAXIMUM": "8"])
        #expect(settings.configuration.postgresql.maximumConnections == 3)
        #expect(settings.configuration.lockTimeout == .seconds(9))
        let wrong = try await folder.mistakes(#"{ "database_url": 5 }"#, ["DATABASE_URL": "sqlite:///x.db"])
        #expect(wrong.isEmpty)
    }

    @Test func aProgramsOwnSourcesGoFirst() async throws {
        let secrets = try TemporaryFolder()
        try secrets.write("postgresql://bot:hunter2@db.example/rosey\n", "database_url")
        try secrets.write("4", "database_settings-pool-maximum")
        let provider = try await DirectoryFilesProvider(directoryPath: .init(secrets.path))
        let environment = ["ROSEY_DATABASE_URL": "sqlite:///x.db", "ROSEY_POOL_MAXIMUM": "3"]
        let settings = try await DatabaseSettings(file: folder.file, environment: environment, providers: [provider])
        #expect("\(settings.url)" == "postgresql://bot@db.example/rosey")
        #expect(settings.configuration.postgresql.maximumConnections == 4)

        let wrong = InMemoryProvider(name: "own", values: ["database_settings.pool.maximum": 5000])
        let error = await #expect(throws: ConfigurationError.self) {
            _ = try await DatabaseSettings(file: self.folder.file, environment: [:], providers: [wrong])
        }
        #expect(
            error?.mistakes == [
                "database_settings.pool.maximum in InMemoryProvider[own] must be a whole number from 1 to 1000"
            ])
    }
}
