import ArgumentParser
import Foundation
import RoseyConfiguration
import RoseyRuntime

/// Where a command finds the address of its database.
struct DatabaseSource: ParsableArguments {
    @Option(
        help:
            "The database, as sqlite:///file.db or postgresql://user@host/name. Overrides the environment and config.json."
    )
    var databaseURL: String?

    /// What the first of the sources says, for each setting.
    func settings(for project: Project) async throws -> DatabaseSettings {
        let url = try databaseURL.map { try DatabaseURL($0) }
        return try await DatabaseSettings(url: url, file: project.path("config.json"))
    }

    func url(for project: Project) async throws -> DatabaseURL { try await settings(for: project).url }

    /// Opens the database and runs `body` with it.
    func withDatabase<Result>(
        of project: Project, mode: DatabaseConfiguration.SQLite.Mode, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let settings = try await settings(for: project)
        return try await Self.withDatabase(settings.url, settings.configuration, mode: mode, body)
    }

    /// Opens the database at an address and runs `body` with it.
    ///
    /// - Parameter wait: how long a server that cannot be reached, or takes no writes yet, is waited for, instead of what the
    ///   configuration says.
    static func withDatabase<Result>(
        _ url: DatabaseURL, _ configuration: DatabaseConfiguration = DatabaseConfiguration(),
        mode: DatabaseConfiguration.SQLite.Mode, wait: Duration? = nil, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        var configuration = configuration
        if let wait { configuration.postgresql.openTimeout = wait }
        let limit = configuration.postgresql.openTimeout.formatted(.units(allowed: [.seconds], width: .wide))
        configuration.sqlite.mode = mode
        // The file is the bot's own, if it is anybody's.
        configuration.sqlite.isExclusive = false
        // A command tells of its progress itself.
        configuration.logging = DatabaseConfiguration.Logging()
        var told: String?
        let database = try await Database.open(url, configuration: configuration) { error in
            // Each reason once.
            if told != error.message {
                StandardError.print("waiting for the database, for \(limit) at most: \(error.message)")
            }
            told = error.message
        }
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }
}

extension DatabaseURL {
    /// Whether it is that of a file which does not exist yet.
    var isMissingFile: Bool {
        if case .sqliteFile(let path) = location { !FileManager.default.fileExists(atPath: path) } else { false }
    }
}
