import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// What is larger than the buffers, through TLS. Its library takes in whole records and hands over parts of them, so a socket
/// with nothing in it does not mean that there is nothing to read; and it may have to send again what it could not send.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct EncryptedTrafficTests {
    private static func withTLS(
        _ query: String = "", maximumConnections: Int = 1, _ body: (PostgreSQLServer, Database) async throws -> Void
    ) async throws {
        let certificates = try await ServerCertificates.shared
        try await PostgreSQLServer.with(.init(tls: certificates.localhost)) { server in
            let url = server.url(query: "sslmode=verify-full&sslrootcert=\(certificates.authority)" + query)
            let configuration = DatabaseConfiguration(
                lockTimeout: .seconds(120), postgresql: .init(maximumConnections: maximumConnections))
            try await withDatabase(url, configuration) { db in
                try await db.migrate(RoseyModels.migrations)
                try await body(server, db)
            }
        }
    }

    /// Rows without end.
    private struct Endless: Sequence, IteratorProtocol, Sendable {
        let message: String

        mutating func next() -> RecentChat.Draft? { .init(timestamp: 1, username: "u", message: message) }
    }

    private static func isUsable(_ db: Database) async throws -> Bool {
        try await db.session.integers("SELECT 1") == [1]
    }

    /// Both ways to put records together, and the versions' different ends.
    private static let versions = ["", "&ssl_max_protocol_version=TLSv1.2"]

    @Test(arguments: versions)
    func largeResults(_ version: String) async throws {
        try await Self.withTLS(version) { _, db in
            let row = try await db.session.texts("SELECT repeat('0123456789', 2000000)")
            #expect(row.map(\.utf8.count) == [20_000_000])
            // Rows that end at every place of a record.
            for (size, count) in [(1, 200_000), (100, 200_000), (8_191, 2_500), (16_383, 1_250), (1_000_000, 20)] {
                let rows = try await db.session.texts(
                    "SELECT repeat('x', \(size - 1)) || number % 10 FROM generate_series(1, \(count)) number")
                #expect(rows.count == count)
                #expect(rows.allSatisfy { $0.utf8.count == size })
            }
        }
    }

    @Test(arguments: versions)
    func largeValuesBothWays(_ version: String) async throws {
        try await Self.withTLS(version) { _, db in
            let text = String(repeating: "0123456789", count: 2_000_000)
            for number in 0..<3 {
                try await db.recentChat.insert(.init(timestamp: number, username: "u", message: text))
            }
            // The server sends results while it is still being sent statements.
            let lengths = try await db.pipeline(0..<40) { pipeline, number in
                let statement = Statement(
                    "SELECT repeat('y', 500000) || right(?, 500000)", .read, table: "")
                return try await pipeline.session.fetchOne(
                    statement, { $0.bind(String(repeating: "x", count: 500_000), at: 1) }, { try $0.text(0).utf8.count }
                )
            }
            #expect(try lengths.map { try $0.get() } == Array(repeating: 1_000_000, count: 40))
            let stored = try await db.recentChat.fetchAll()
            #expect(stored.count == 3)
            #expect(stored.allSatisfy { $0.message == text })
        }
    }

    @Test(arguments: versions)
    func manyRows(_ version: String) async throws {
        try await Self.withTLS(version) { _, db in
            let long = String(repeating: "m", count: 1_000)
            // By COPY, and few but large ones by statements in one flight.
            for (count, text) in [(20_000, long), (31, String(repeating: long, count: 700)), (200_000, "m")] {
                try await db.recentChat.insert(
                    contentsOf: (0..<count).map { .init(timestamp: $0, username: "u", message: text) })
                #expect(try await db.recentChat.count() == count)
                #expect(try await db.recentChat.all.delete() == count)
            }
        }
    }

    /// The server refuses rows while more are on their way.
    @Test(arguments: [0, 1_000, 19_999])
    func manyRowsThatAreRefused(_ duplicate: Int) async throws {
        try await Self.withTLS { _, db in
            try await db.session.run("CREATE UNIQUE INDEX once ON recent_chat (timestamp)")
            try await db.recentChat.insert(.init(timestamp: duplicate, username: "u", message: ""))
            let text = String(repeating: "m", count: 1_000)
            let error = try await databaseError {
                try await db.recentChat.insert(
                    contentsOf: (0..<20_000).map { .init(timestamp: $0, username: "u", message: text) })
            }
            #expect(error?.code == .unique)
            #expect(try await db.recentChat.count() == 1)
        }
    }

    /// A statement can be stopped before it has said anything, in the middle of its rows, and while it is sent rows.
    @Test func cancellation() async throws {
        try await Self.withTLS { _, db in
            let text = String(repeating: "m", count: 1_000)
            let statements: [@Sendable () async throws -> Void] = [
                { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(600)") },
                {
                    _ = try await db.session.texts(
                        "SELECT repeat('x', 3000), pg_sleep(0.001) FROM generate_series(1, 1000000)")
                },
                {
                    _ = try await db.session.texts(
                        "SELECT repeat('x', 100000), pg_sleep(0.001) FROM generate_series(1, 1000000)")
                },
                {
                    try await db.recentChat.insert(contentsOf: Endless(message: text))
                },
            ]
            for (number, statement) in statements.enumerated() {
                for milliseconds in [0, 1, 20, 300] {
                    let task = Task { try await databaseError { try await statement() } }
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    task.cancel()
                    let error = try await task.value
                    #expect(error?.code == .cancelled, "\(number): \(String(describing: error))")
                    #expect(try await Self.isUsable(db))
                }
            }
            #expect(try await db.recentChat.count() == 0)
        }
    }

    /// No task gets what another one's record has left behind.
    @Test func manyConnections() async throws {
        try await Self.withTLS(maximumConnections: 8) { _, db in
            let isRight = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let size = 1_000 + number * 977
                        let rows = try await db.session.texts(
                            "SELECT repeat('\(number % 10)', \(size)) FROM generate_series(1, 5)")
                        return rows == Array(repeating: String(repeating: "\(number % 10)", count: size), count: 5)
                    }
                }
                return try await group.reduce(true) { $0 && $1 }
            }
            #expect(isRight)
        }
    }

    /// Many at once, of which none may be left in the library until the next one comes.
    @Test func notifications() async throws {
        try await Self.withTLS(maximumConnections: 2) { _, db in
            let notifications = try await db.notifications(on: "burst")
            for round in 0..<5 {
                try await db.transaction { tx in
                    for number in 0..<200 {
                        try await tx.notify("burst", "\(round) \(number) " + String(repeating: "x", count: 7_900))
                    }
                }
            }
            var count = 0
            for try await notification in notifications {
                #expect(notification.payload.hasPrefix("\(count / 200) \(count % 200) "))
                #expect(!notification.isAfterGap)
                count += 1
                if count == 1_000 { break }
            }
        }
    }

    /// By its address, which the certificate names as well.
    @Test func names() async throws {
        let certificates = try await ServerCertificates.shared
        try await PostgreSQLServer.with(.init(tls: certificates.localhost)) { server in
            let query = "sslmode=verify-full&sslrootcert=\(certificates.authority)"
            let urls = [
                "postgresql://rosey@127.0.0.1:\(server.port)/postgres?\(query)",
                "postgresql://rosey@localhost:\(server.port)/postgres?hostaddr=127.0.0.1&\(query)",
            ]
            for url in urls { #expect(try await withDatabase(url) { try await Self.isUsable($0) }) }
            // A name that nobody has certified, at the same address.
            let error = try await databaseError {
                try await withDatabase(
                    "postgresql://rosey@stranger.example:\(server.port)/postgres?hostaddr=127.0.0.1&\(query)"
                ) { _ in }
            }
            #expect(error?.code == .connection)
            #expect(error?.message.contains("does not match host name \"stranger.example\"") == true)
        }
    }

    /// Another certificate concerns new connections: those that are open stay.
    @Test func anotherCertificateMeanwhile() async throws {
        let certificates = try await ServerCertificates.shared
        try await PostgreSQLServer.with(.init(tls: certificates.localhost)) { server in
            let query = "sslmode=verify-full&sslrootcert=\(certificates.authority)"
            let configuration = DatabaseConfiguration(
                lockTimeout: .seconds(2), postgresql: .init(maximumConnections: 1))
            try await withDatabase(server.url(query: query), configuration) { db in
                let other = certificates.otherName
                for (source, name) in [(other.certificate, "server.crt"), (other.key, "server.key")] {
                    // Not atomically: the file keeps its owner.
                    try Data(contentsOf: URL(fileURLWithPath: source)).write(
                        to: URL(fileURLWithPath: "\(server.folder)/data/\(name)"))
                }
                try await server.psql("SELECT pg_reload_conf()")
                try await eventually("the new certificate") {
                    try await databaseError { try await withDatabase(server.url(query: query)) { _ in } } != nil
                }
                #expect(try await Self.isUsable(db))
                try await server.psql(
                    """
                    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
                    """)
                let error = try await databaseError { _ = try await Self.isUsable(db) }
                #expect(error?.code == .connection)
                #expect(error?.message.contains("does not match host name") == true, "\(String(describing: error))")
            }
        }
    }
}
