#if ServiceLifecycle
import Logging
import RoseyDatabase
import RoseyRuntime
import ServiceLifecycle
import ServiceLifecycleTestKit
import TestDatabases
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ServiceTests {
    @Test(arguments: Storage.both)
    func aDatabaseClosesWhenTheProgramIsToEnd(_ storage: Storage) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url)
            try await testGracefulShutdown { trigger in
                async let service: Void = db.run()
                let found = try await db.session.integers(db.dialect == .sqlite ? "SELECT 1" : "SELECT 1::bigint")
                #expect(found == [1])
                trigger.triggerGracefulShutdown()
                try await service
            }
            let error = try await databaseError { try await db.session.run("SELECT 1") }
            #expect(error?.code == .closed)
        }
    }

    /// Ended or cancelled, the bot's database ends the sessions that are open.
    @Test(arguments: [true, false])
    func theBotsDatabaseEndsSessions(_ isGraceful: Bool) async throws {
        for storage in Storage.shared {
            try await storage.withURL { url in
                let rosey = try await RoseyDatabase.open(url: url, clock: UnixClock { 1000 })
                try await rosey.userJoined("alice")
                if isGraceful {
                    try await testGracefulShutdown { trigger in
                        async let service: Void = rosey.run()
                        trigger.triggerGracefulShutdown()
                        try await service
                    }
                } else {
                    let service = Task { try await rosey.run() }
                    service.cancel()
                    try await service.value
                }
                let next = try await RoseyDatabase.open(url: url)
                let open = try await next.database.session.integers(
                    "SELECT count(*) FROM user_stats WHERE current_session_start IS NOT NULL")
                #expect(open == [0])
                try await next.close()
            }
        }
    }

    /// Services that use the database are ended before it.
    @Test func inAGroup() async throws {
        struct Worker: Service {
            let rosey: RoseyDatabase

            func run() async throws {
                try? await gracefulShutdown()
                try await rosey.userJoined("bob")
            }
        }
        try await Storage.file.withURL { url in
            let rosey = try await RoseyDatabase.open(url: url)
            let group = ServiceGroup(
                services: [rosey, Worker(rosey: rosey)],
                logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
            async let run: Void = group.run()
            await group.triggerGracefulShutdown()
            try await run
            let next = try await RoseyDatabase.open(url: url)
            let users = try await next.database.session.integers("SELECT count(*) FROM user_stats")
            #expect(users == [1])
            try await next.close()
        }
    }
}
#endif
