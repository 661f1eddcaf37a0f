import RoseyConfiguration
import Testing

/// What errors say.
@Suite struct MistakeTests {
    let folder = SettingsFolder()

    @Test(arguments: [
        (#"{ "database_url": 5 }"#, "database_url in config.json must be a text that is not empty"),
        (#"{ "database_url": "" }"#, "database_url in config.json must be a text that is not empty"),
        (#"{ "database": ["a"] }"#, "database in config.json must be a text that is not empty"),
        (#"{ "database": "" }"#, "database in config.json must be a text that is not empty"),
        (#"{ "database": "a\u0000b" }"#, "database in config.json must be a text that is not empty"),
        (
            #"{ "database": "postgresql://bot:hunter2@h/n" }"#,
            "database in config.json must be the path of a SQLite file; an address is for database_url"
        ),
        (#"{ "database_settings": [] }"#, "database_settings in config.json must be an object"),
        (#"{ "database_settings": { "pool": 5 } }"#, "database_settings.pool in config.json must be an object"),
        ("[1]", "config.json must contain a JSON object"),
        ("{\n  \"a\": 1,\n  \"b\": hunter2\n}", "config.json is not valid JSON"),
        ("", "config.json is not valid JSON"),
        (
            #"{ "database_setings": {} }"#,
            "the key database_setings in config.json is unknown; did you mean 'database_settings'?"
        ),
        (#"{ "database_password": 1 }"#, "the key database_password in config.json is unknown"),
        (
            #"{ "database_settings": { "poool": {} } }"#,
            "the key database_settings.poool in config.json is unknown; did you mean 'pool'?"
        ),
        (
            #"{ "database_settings": { "pool": { "maximun": 1 } } }"#,
            "the key database_settings.pool.maximun in config.json is unknown; did you mean 'maximum'?"
        ),
        (
            #"{ "database_settings": { "pool": { "minimum": 6, "maximum": 5 } } }"#,
            "database_settings.pool.minimum must be at most database_settings.pool.maximum, which is 5"
        ),
    ])
    func ofTheFile(_ text: String, _ mistake: String) async throws {
        #expect(try await folder.mistakes(text) == [mistake])
    }

    static let wrong: [(key: String, values: [String], expected: String)] = [
        ("pool.minimum", ["-1", "1001", "1.5", "\"1\"", "true", "[]", "{}", "1e400"], "a whole number from 0 to 1000"),
        ("pool.maximum", ["0", "1001", "false"], "a whole number from 1 to 1000"),
        (
            "pool.maximum_lifetime", ["-1", "2147484", "0.0001", "\"1h\""],
            "a number of seconds up to 2147483, or 0 for none"
        ),
        ("pool.keep_alive_after", ["-0.1", "\"\"", "true"], "a number of seconds from 0 to 2147483"),
        ("timeouts.connect", ["1", "0"], "a number of seconds from 2 to 2147483"),
        ("timeouts.lock", ["0", "-5", "[5]"], "a number of seconds from 0.001 to 2147483"),
        ("timeouts.statement", ["-1"], "a number of seconds up to 2147483, or 0 for none"),
        (
            "tls.mode", ["\"on\"", "\"\"", "true", "\"Require\""],
            "one of disable, allow, prefer, require, verify-ca, verify-full"
        ),
        ("tls.root_certificate", ["\"\"", "1", "\"a\\u0000\""], "a text that is not empty"),
        ("prepared_statements", ["\"off\"", "true", "{}"], "one of automatic, named, unnamed"),
        (
            "replicas", ["\"postgresql://h/n\"", "[1]", "[\"\"]", "[\"sqlite:///a.db\"]", "[null]", "{}"],
            "a list of addresses such as postgresql://user@host/name"
        ),
        ("sqlite.synchronous", ["\"off\"", "1"], "one of full, normal"),
        ("sqlite.readers", ["0"], "a whole number from 1 to 1000"),
        ("sqlite.exclusive", ["1", "\"true\"", "\"yes\""], "true or false"),
        ("logging.level", ["\"warn\""], "one of trace, debug, info, notice, warning, error, critical"),
        ("logging.slow_statement", ["-1", "\"fast\""], "a number of seconds up to 2147483, or 0 for none"),
    ]

    @Test(arguments: wrong.indices)
    func ofValuesInTheFile(_ index: Int) async throws {
        let (key, values, expected) = Self.wrong[index]
        let path = key.split(separator: ".")
        for value in values {
            let inner = path.count == 1 ? value : "{ \"\(path[1])\": \(value) }"
            let found = try await folder.mistakes("{ \"database_settings\": { \"\(path[0])\": \(inner) } }")
            if found.first?.contains("must be an object") == true || found.first?.contains("not valid JSON") == true {
                continue
            }
            #expect(found == ["database_settings.\(key) in config.json must be \(expected)"], "\(value)")
        }
    }

    @Test(arguments: [
        ("ROSEY_POOL_MAXIMUM", "0", "a whole number from 1 to 1000"),
        ("ROSEY_POOL_MAXIMUM", "ten", "a whole number from 1 to 1000"),
        ("ROSEY_POOL_MAXIMUM", " 10", "a whole number from 1 to 1000"),
        ("ROSEY_TIMEOUTS_LOCK", "5s", "a number of seconds from 0.001 to 2147483"),
        ("ROSEY_TIMEOUTS_LOCK", "nan", "a number of seconds from 0.001 to 2147483"),
        ("ROSEY_TIMEOUTS_STATEMENT", "inf", "a number of seconds up to 2147483, or 0 for none"),
        ("ROSEY_SQLITE_EXCLUSIVE", "maybe", "true or false"),
        ("ROSEY_SQLITE_SYNCHRONOUS", "FULL", "one of full, normal"),
        ("ROSEY_REPLICAS", "one.example", "a list of addresses such as postgresql://user@host/name"),
    ])
    func ofVariables(_ name: String, _ value: String, _ expected: String) async throws {
        #expect(
            try await folder.mistakes(nil, [name: value]) == ["the environment variable \(name) must be \(expected)"])
    }

    @Test func ofMisspeltVariables() async throws {
        let found = try await folder.mistakes(
            nil,
            [
                "ROSEY_POOL_MAXIMUN": "5", "ROSEY_DATABASE": "bot.db", "ROSEY_TIMEOUTS_": "",
                "ROSEY_POOLS": "of the bot",
                "ROSEY_RANK": "of the bot",
            ])
        #expect(
            found == [
                "the environment variable ROSEY_DATABASE is unknown; did you mean 'ROSEY_DATABASE_URL'?",
                "the environment variable ROSEY_POOL_MAXIMUN is unknown; did you mean 'ROSEY_POOL_MAXIMUM'?",
                "the environment variable ROSEY_TIMEOUTS_ is unknown; did you mean 'ROSEY_TIMEOUTS_LOCK'?",
            ])
    }

    @Test func allAtOnce() async throws {
        let found = try await folder.mistakes(
            #"{ "database_url": 1, "database_settings": { "x": 1, "sqlite": { "readers": 0 }, "tls": { "mode": 1 } } }"#,
            ["ROSEY_TIMEOUTS_LOCK": "x"])
        #expect(found.count == 5, "\(found)")
    }

    @Test func ofFilesThatCannotBeRead() async throws {
        let error = await #expect(throws: ConfigurationError.self) {
            _ = try await DatabaseSettings(file: "/", environment: [:])
        }
        #expect(error?.description == "/ cannot be read")
    }

    /// Addresses that are wrong, or right beside something that is wrong, have passwords all the same.
    @Test(arguments: [
        "postgre://bot:hunter2@h/n", "hunter2", "postgresql:/bot:hunter2@h/n", "sqlite://hunter2",
        "sqlite:///a?hunter2",
        "sqlite:///%hunter2", "postgresql://bot:hunter2@h/n",
    ])
    func withoutSecrets(_ address: String) async throws {
        let texts = [
            "{ \"database_url\": \"\(address)\", \"database_settings\": { \"replicas\": [\"\(address)\", 1] } }",
            "{ \"database_url\": [\"\(address)\"] }", "{ \"database_url\": \"\(address)",
            "{ \"database_url\": \(address) }",
        ]
        for text in texts {
            let found = try await folder.mistakes(text)
            #expect(!found.isEmpty && !found.joined().contains("hunter2"), "\(found)")
        }
        let environment = [
            "ROSEY_DATABASE_URL": address, "ROSEY_REPLICAS": "\(address) x", "ROSEY_POOL_MAXIMUM": address,
        ]
        let found = try await folder.mistakes(nil, environment)
        #expect(!found.isEmpty && !found.joined().contains("hunter2"), "\(found)")
    }

    @Test func settingsShowNoSecrets() async throws {
        let url = "postgresql://bot:hunter2@h/n"
        let settings = try await folder.settings(nil, ["DATABASE_URL": url, "ROSEY_REPLICAS": url])
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("hunter2"), "\(text)")
        }
    }
}
