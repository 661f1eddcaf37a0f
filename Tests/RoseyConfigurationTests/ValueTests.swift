import RoseyConfiguration
import RoseyRuntime
import Testing

/// What becomes of what is written.
@Suite struct ValueTests {
    let folder = SettingsFolder()

    @Test func everyKeyOfTheFile() async throws {
        let settings = try await folder.settings(
            """
            {
              "domain": "cytu.be", "channel": ["any", 1, {}, null], "user": { "database_url": true },
              "database_url": "postgresql://bot@db.example/rosey",
              "database_settings": {
                "pool": {
                  "minimum": 0, "maximum": 20, "maximum_lifetime": 60, "idle_timeout": 0, "keep_alive_after": 2.5,
                  "maximum_retry_delay": 0.5
                },
                "tls": { "mode": "verify-full", "root_certificate": "/etc/a&b ca.crt", "certificate": "c.crt", "key": "c.key" },
                "timeouts": {
                  "connect": 3, "open": 20, "lock": 0.25, "transaction": 90, "statement": 30, "reply": 40, "cancel": 0.5,
                  "idle_in_transaction": 60
                },
                "replicas": ["postgresql://bot@one.example/rosey", "postgres://bot@two.example/rosey?sslmode=disable"],
                "sqlite": { "synchronous": "normal", "readers": 2, "exclusive": true, "secure_delete": true },
                "logging": { "level": "debug", "slow_statement": 0.5 }
              }
            }
            """)
        let files = "sslrootcert=/etc/a%26b%20ca.crt&sslcert=c.crt&sslkey=c.key"
        #expect(settings.url.string == "postgresql://bot@db.example/rosey?sslmode=verify-full&\(files)")
        #expect(
            settings.configuration.logging.logger.logLevel == .debug
                && settings.configuration.logging.slowStatement == .milliseconds(500))
        expectSame(
            settings.configuration,
            DatabaseConfiguration(
                lockTimeout: .milliseconds(250), transactionTimeout: .seconds(90),
                sqlite: .init(synchronous: .normal, readers: 2, isExclusive: true, secureDelete: true),
                postgresql: .init(
                    minimumConnections: 0, maximumConnections: 20, maximumLifetime: .seconds(60), idleTimeout: nil,
                    keepAliveAfter: .milliseconds(2500), maximumRetryDelay: .milliseconds(500),
                    connectTimeout: .seconds(3), openTimeout: .seconds(20), statementTimeout: .seconds(30),
                    replyTimeout: .seconds(40), cancelTimeout: .milliseconds(500),
                    idleInTransactionTimeout: .seconds(60),
                    replicas: [
                        try DatabaseURL("postgresql://bot@one.example/rosey?sslmode=verify-full&\(files)"),
                        try DatabaseURL("postgres://bot@two.example/rosey?sslmode=disable&\(files)"),
                    ])))
    }

    @Test func everyVariable() async throws {
        let settings = try await folder.settings(
            nil,
            [
                "ROSEY_DATABASE_URL": "postgresql://bot@db.example/rosey",
                "ROSEY_POOL_MINIMUM": "2", "ROSEY_POOL_MAXIMUM": "3", "ROSEY_POOL_MAXIMUM_LIFETIME": "0",
                "ROSEY_POOL_IDLE_TIMEOUT": "5", "ROSEY_POOL_KEEP_ALIVE_AFTER": "0",
                "ROSEY_POOL_MAXIMUM_RETRY_DELAY": "3",
                "ROSEY_TLS_MODE": "require", "ROSEY_TLS_ROOT_CERTIFICATE": "/ca", "ROSEY_TLS_CERTIFICATE": "/c",
                "ROSEY_TLS_KEY": "/k",
                "ROSEY_TIMEOUTS_CONNECT": "2", "ROSEY_TIMEOUTS_LOCK": "1.5", "ROSEY_TIMEOUTS_STATEMENT": "0",
                "ROSEY_TIMEOUTS_OPEN": "8", "ROSEY_TIMEOUTS_TRANSACTION": "9", "ROSEY_TIMEOUTS_REPLY": "10",
                "ROSEY_TIMEOUTS_CANCEL": "0.25", "ROSEY_TIMEOUTS_IDLE_IN_TRANSACTION": "7",
                "ROSEY_REPLICAS": "postgresql://a,b/rosey postgresql://c/rosey",
                "ROSEY_SQLITE_SYNCHRONOUS": "normal", "ROSEY_SQLITE_READERS": "9", "ROSEY_SQLITE_EXCLUSIVE": "true",
                "ROSEY_SQLITE_SECURE_DELETE": "no",
                "ROSEY_LOGGING_LEVEL": "trace", "ROSEY_LOGGING_SLOW_STATEMENT": "0",
                "ROSEY_OF_THE_BOT_ITSELF": "x",
            ])
        let query = "sslmode=require&sslrootcert=/ca&sslcert=/c&sslkey=/k"
        #expect(settings.url.string == "postgresql://bot@db.example/rosey?\(query)")
        #expect(
            settings.configuration.logging.logger.logLevel == .trace
                && settings.configuration.logging.slowStatement == nil)
        expectSame(
            settings.configuration,
            DatabaseConfiguration(
                lockTimeout: .milliseconds(1500), transactionTimeout: .seconds(9),
                sqlite: .init(synchronous: .normal, readers: 9, isExclusive: true),
                postgresql: .init(
                    minimumConnections: 2, maximumConnections: 3, maximumLifetime: nil, idleTimeout: .seconds(5),
                    keepAliveAfter: .zero, maximumRetryDelay: .seconds(3), connectTimeout: .seconds(2),
                    openTimeout: .seconds(8), replyTimeout: .seconds(10), cancelTimeout: .milliseconds(250),
                    idleInTransactionTimeout: .seconds(7),
                    replicas: [
                        try DatabaseURL("postgresql://a,b/rosey?\(query)"),
                        try DatabaseURL("postgresql://c/rosey?\(query)"),
                    ])))
    }

    @Test func defaults() async throws {
        let settings = try await folder.settings()
        expectSame(settings.configuration, DatabaseConfiguration())
        #expect(
            settings.configuration.logging.logger.logLevel == .info
                && settings.configuration.logging.slowStatement == .seconds(1))
    }

    /// A pool that is smaller than the usual minimum has a smaller minimum.
    @Test func aSmallPool() async throws {
        let settings = try await folder.settings(nil, ["ROSEY_POOL_MAXIMUM": "1"])
        #expect(settings.configuration.postgresql.minimumConnections == 1)
    }

    @Test(arguments: [
        ("sqlite:///a.db", DatabaseURL.Location.sqliteFile(path: "a.db")),
        ("sqlite:////srv/a.db", .sqliteFile(path: "/srv/a.db")),
        ("sqlite:///:memory:", .sqliteMemory),
        ("sqlite+aiosqlite:///a.db", .sqliteFile(path: "a.db")),
        ("SQLite+aiosqlite:////srv/a.db", .sqliteFile(path: "/srv/a.db")),
        ("postgresql://bot@h/n", .postgresql),
        ("postgres://bot@h/n", .postgresql),
        ("postgresql+asyncpg://bot@h/n", .postgresql),
        ("postgres+asyncpg://bot@h/n", .postgresql),
    ])
    func spellings(_ text: String, _ location: DatabaseURL.Location) async throws {
        #expect(try await folder.settings(nil, ["DATABASE_URL": text]).url.location == location)
        #expect(try await folder.settings("{ \"database_url\": \"\(text)\" }").url.location == location)
    }

    /// What the address says itself stays.
    @Test(arguments: [
        ("postgresql://h/n", "?sslmode=require"), ("postgresql://h/n?", "sslmode=require"),
        ("postgresql://h/n?user=x", "&sslmode=require"), ("postgresql://h/n?user=x&", "sslmode=require"),
        ("postgresql://h/n?sslmode=disable", ""), ("postgresql+asyncpg://h/n?a=b&ssl=verify-full", ""),
        ("sqlite:///a.db", ""),
    ])
    func tlsInTheAddress(_ url: String, _ added: String) async throws {
        let settings = try await folder.settings(nil, ["DATABASE_URL": url, "ROSEY_TLS_MODE": "require"])
        #expect(settings.url.string == url + added)
    }
}
