import ArgumentParser
import Foundation
import RoseyRuntime

/// Where a command finds the address of its database.
struct DatabaseSource: ParsableArguments {
    @Option(
        help:
            "The database, as sqlite:///file.db or postgresql://user@host/name. Overrides the environment and config.json."
    )
    var databaseURL: String?

    static let standard = "sqlite:///bot_data.db"

    /// The first of the sources that has an address.
    func url(
        for project: Project, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> DatabaseURL {
        if let databaseURL { return try DatabaseURL(databaseURL) }
        for variable in ["ROSEY_DATABASE_URL", "DATABASE_URL"] {
            if let value = environment[variable], !value.isEmpty { return try DatabaseURL(value) }
        }
        return try ConfigurationFile(path: project.path("config.json")).databaseURL ?? DatabaseURL(Self.standard)
    }

    /// Opens the database and runs `body` with it.
    func withDatabase<Result>(
        of project: Project, mode: DatabaseConfiguration.SQLite.Mode, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        try await Self.withDatabase(try url(for: project), mode: mode, body)
    }

    /// Opens the database at an address and runs `body` with it.
    static func withDatabase<Result>(
        _ url: DatabaseURL, mode: DatabaseConfiguration.SQLite.Mode, _ body: (Database) async throws -> Result
    ) async throws -> Result {
        let configuration = DatabaseConfiguration(sqlite: .init(mode: mode))
        let database = try await Database.open(url: url.string, configuration: configuration)
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

/// The bot's `config.json`, as far as it concerns the database.
struct ConfigurationFile {
    let databaseURL: DatabaseURL?

    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    init(path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            databaseURL = nil
            return
        }
        let object: Any
        do {
            object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw Mistake(description: "\(path) is not valid JSON")
        }
        guard let keys = object as? [String: Any] else {
            throw Mistake(description: "\(path) must contain a JSON object")
        }
        func text(_ key: String) throws -> String? {
            guard let value = keys[key], !(value is NSNull) else { return nil }
            guard let text = value as? String, !text.isEmpty else {
                throw Mistake(description: "'\(key)' in \(path) must be a text")
            }
            return text
        }
        if let url = try text("database_url") {
            databaseURL = try DatabaseURL(url)
        } else if let file = try text("database") {
            // What v0.5.0 had: the path of its file.
            databaseURL = DatabaseURL(sqlitePath: file)
        } else {
            databaseURL = nil
        }
    }
}
