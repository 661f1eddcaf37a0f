import Logging

/// A key of `database_settings`, with the values that it takes.
enum Setting: String, CaseIterable, Sendable {
    case poolMinimum = "pool.minimum"
    case poolMaximum = "pool.maximum"
    case maximumLifetime = "pool.maximum_lifetime"
    case idleTimeout = "pool.idle_timeout"
    case keepAliveAfter = "pool.keep_alive_after"
    case maximumRetryDelay = "pool.maximum_retry_delay"
    case tlsMode = "tls.mode"
    case tlsRootCertificate = "tls.root_certificate"
    case tlsCertificate = "tls.certificate"
    case tlsKey = "tls.key"
    case connectTimeout = "timeouts.connect"
    case openTimeout = "timeouts.open"
    case lockTimeout = "timeouts.lock"
    case transactionTimeout = "timeouts.transaction"
    case migrationLockTimeout = "timeouts.migration_lock"
    case statementTimeout = "timeouts.statement"
    case replyTimeout = "timeouts.reply"
    case cancelTimeout = "timeouts.cancel"
    case idleInTransactionTimeout = "timeouts.idle_in_transaction"
    case replicas = "replicas"
    case synchronous = "sqlite.synchronous"
    case readers = "sqlite.readers"
    case exclusive = "sqlite.exclusive"
    case secureDelete = "sqlite.secure_delete"
    case logLevel = "logging.level"
    case slowStatement = "logging.slow_statement"

    /// The object of `config.json` that these keys are in.
    static let section = "database_settings"

    var path: [String] { rawValue.split(separator: ".").map(String.init) }

    /// The environment variable that says the same.
    var variable: String { "ROSEY_" + path.joined(separator: "_").uppercased() }

    var values: SettingValues {
        switch self {
        case .poolMinimum: .wholeNumber(0...1000)
        case .poolMaximum, .readers: .wholeNumber(1...1000)
        case .maximumLifetime, .idleTimeout, .transactionTimeout, .statementTimeout, .replyTimeout,
            .idleInTransactionTimeout, .slowStatement:
            .limit
        case .keepAliveAfter, .openTimeout, .migrationLockTimeout: .seconds(atLeast: 0)
        case .maximumRetryDelay, .cancelTimeout: .seconds(atLeast: 0.001)
        case .connectTimeout: .seconds(atLeast: 2)
        case .lockTimeout: .seconds(atLeast: 0.001)
        case .tlsMode: .word(TLSSettings.Mode.allCases.map(\.rawValue))
        case .tlsRootCertificate, .tlsCertificate, .tlsKey: .text
        case .replicas: .addresses
        case .synchronous: .word(["full", "normal"])
        case .exclusive, .secureDelete: .boolean
        case .logLevel: .word(Logger.Level.allCases.map(\.rawValue))
        }
    }
}

/// What the value of a key can be.
enum SettingValues {
    case wholeNumber(ClosedRange<Int>)
    case seconds(atLeast: Double)
    /// Seconds, of which 0 means that there is no limit.
    case limit
    case word([String])
    case boolean
    case text
    case addresses

    /// More than this, in milliseconds, is no number that a server takes for a time.
    static let mostSeconds = 2_147_483.0

    /// How an error says what is expected.
    var description: String {
        switch self {
        case .wholeNumber(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .seconds(let least): "a number of seconds from \(least.formatted) to \(Self.mostSeconds.formatted)"
        case .limit: "a number of seconds up to \(Self.mostSeconds.formatted), or 0 for none"
        case .word(let words): "one of " + words.joined(separator: ", ")
        case .boolean: "true or false"
        case .text: "a text that is not empty"
        case .addresses: "a list of addresses such as postgresql://user@host/name"
        }
    }
}

extension Double {
    fileprivate var formatted: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}
