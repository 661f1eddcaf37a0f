public import Configuration
import Foundation
import Logging
public import RoseyRuntime

/// Where the database is and how it is used, as the environment and the bot's `config.json` say.
///
/// ```swift
/// let settings = try await DatabaseSettings()
/// let db = try await Database.open(settings.url, configuration: settings.configuration)
/// ```
///
/// The address is, whichever is found first: the environment's `ROSEY_DATABASE_URL` and `DATABASE_URL`, the file's
/// `database_url` and `database` (the path of a SQLite file), and ``defaultURL``. Of every other key, the environment goes
/// before the file. The keys of the file's object `database_settings`, and the variables, are in docs/CONFIGURATION.md.
public struct DatabaseSettings: Sendable {
    public var url: DatabaseURL
    /// With a logger of the program's logging system, labelled "rosey" and of the level that is set.
    public var configuration: DatabaseConfiguration

    /// A SQLite file in the current folder.
    public static let defaultURL = DatabaseURL(sqlitePath: "bot_data.db")

    /// Reads the settings.
    ///
    /// - Parameters:
    ///   - url: an address that goes before all others, such as that of a command's option.
    ///   - file: the path of a JSON file, which need not exist.
    ///   - environment: the variables, by name.
    ///   - providers: sources of the program's own, which go before the environment. Their keys are those of the file, such as
    ///     `database_url` and `database_settings.pool.maximum`.
    /// - Throws: ``ConfigurationError`` with everything that is wrong.
    public init(
        url: DatabaseURL? = nil, file: String = "config.json",
        environment: [String: String] = ProcessInfo.processInfo.environment, providers: [any ConfigProvider] = []
    ) async throws {
        let fileProvider: FileProvider<ConfigurationFile>
        do {
            fileProvider = try await FileProvider(
                parsingOptions: .init(path: file), filePath: .init(file), allowMissing: true)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(mistakes: ["\(file) cannot be read"])
        }
        var reader = SettingsReader(
            providers.map { provider in .init(provider: provider) { "\($0) in \(provider.providerName)" } }
                + EnvironmentSource.providers(environment).map { provider in
                    .init(provider: provider) { key in
                        // The provider knows the name only of a variable that it can read.
                        let name = try? provider.value(forKey: key, type: .string).encodedKey
                        return "the environment variable \(name ?? "\(key)")"
                    }
                }
                + [.init(provider: fileProvider) { "\($0) in \(file)" }])
        for mistake in EnvironmentSource.unknownVariables(environment) { reader.note(mistake) }
        for mistake in (fileProvider.snapshot() as? ConfigurationFile)?.unknownKeys ?? [] { reader.note(mistake) }
        try self.init(url: url, from: &reader)
    }

    private init(url: DatabaseURL?, from reader: inout SettingsReader) throws {
        let address = url ?? reader.address() ?? Self.defaultURL
        let tls = TLSSettings(
            mode: reader.word(.tlsMode), rootCertificate: reader.text(.tlsRootCertificate),
            certificate: reader.text(.tlsCertificate), key: reader.text(.tlsKey))
        self.url = try tls.added(to: address)
        configuration = DatabaseConfiguration()
        Self.readPool(&configuration.postgresql, &reader)
        Self.readTimeouts(&configuration, &reader)
        configuration.postgresql.replicas = try (reader.addresses(.replicas) ?? []).map { try tls.added(to: $0) }
        Self.readSQLite(&configuration.sqlite, &reader)
        configuration.logging.logger = Logger(label: "rosey")
        configuration.logging.logger.logLevel = reader.word(.logLevel) ?? .info
        configuration.logging.slowStatement = reader.limit(
            .slowStatement, default: configuration.logging.slowStatement)
        if !reader.mistakes.isEmpty { throw ConfigurationError(mistakes: reader.mistakes) }
    }

    private static func readPool(_ pool: inout DatabaseConfiguration.PostgreSQL, _ reader: inout SettingsReader) {
        pool.maximumConnections = reader.wholeNumber(.poolMaximum) ?? pool.maximumConnections
        let minimum = reader.wholeNumber(.poolMinimum)
        if let minimum, minimum > pool.maximumConnections {
            reader.note(
                "database_settings.pool.minimum must be at most database_settings.pool.maximum, which is "
                    + "\(pool.maximumConnections)")
        }
        pool.minimumConnections = minimum ?? min(pool.minimumConnections, pool.maximumConnections)
        pool.maximumLifetime = reader.limit(.maximumLifetime, default: pool.maximumLifetime)
        pool.idleTimeout = reader.limit(.idleTimeout, default: pool.idleTimeout)
        pool.keepAliveAfter = reader.duration(.keepAliveAfter) ?? pool.keepAliveAfter
        pool.maximumRetryDelay = reader.duration(.maximumRetryDelay) ?? pool.maximumRetryDelay
    }

    private static func readTimeouts(_ configuration: inout DatabaseConfiguration, _ reader: inout SettingsReader) {
        configuration.lockTimeout = reader.duration(.lockTimeout) ?? configuration.lockTimeout
        configuration.transactionTimeout = reader.limit(
            .transactionTimeout, default: configuration.transactionTimeout)
        configuration.migrationLockTimeout =
            reader.duration(.migrationLockTimeout) ?? configuration.migrationLockTimeout
        let server = configuration.postgresql
        configuration.postgresql.connectTimeout = reader.duration(.connectTimeout) ?? server.connectTimeout
        configuration.postgresql.openTimeout = reader.duration(.openTimeout) ?? server.openTimeout
        configuration.postgresql.statementTimeout = reader.limit(.statementTimeout, default: server.statementTimeout)
        configuration.postgresql.replyTimeout = reader.limit(.replyTimeout, default: server.replyTimeout)
        configuration.postgresql.cancelTimeout = reader.duration(.cancelTimeout) ?? server.cancelTimeout
        configuration.postgresql.idleInTransactionTimeout = reader.limit(
            .idleInTransactionTimeout, default: server.idleInTransactionTimeout)
    }

    private static func readSQLite(_ sqlite: inout DatabaseConfiguration.SQLite, _ reader: inout SettingsReader) {
        sqlite.synchronous = reader.word(.synchronous) ?? sqlite.synchronous
        sqlite.readers = reader.wholeNumber(.readers) ?? sqlite.readers
        sqlite.isExclusive = reader.boolean(.exclusive) ?? sqlite.isExclusive
        sqlite.secureDelete = reader.boolean(.secureDelete) ?? sqlite.secureDelete
    }
}

extension DatabaseSettings: CustomStringConvertible {
    /// Without passwords.
    public var description: String { "\(url)" }
}
