import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CancellationTests {
    @Test(arguments: Storage.allCases)
    func stopsARunningStatement(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let task = Task { try await db.session.integers(endlessQuery) }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            let error = try await databaseError { _ = try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await db.userStats.count() == 0)
        }
    }

    @Test(arguments: Storage.allCases)
    func stopsACallThatIsLate(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let error = try await databaseError {
                try await db.withTimeout(.milliseconds(50)) {
                    try await db.transaction { tx in
                        try await tx.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
                        _ = try await tx.session.integers(endlessQuery)
                    }
                }
            }
            #expect(error?.code == .timeout)
            #expect(try await db.userStats.count() == 0)
        }
    }

    @Test(arguments: Storage.shared)
    func stopsAStatementThatHasMovedElsewhere(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            // Rows come quickly, but without end.
            let rows =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 1 FROM n WHERE i % 1000000 = 0"
            let task = Task { try await db.session.integers(rows) }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            let error = try await databaseError { _ = try await task.value }
            #expect(error?.code == .cancelled)
        }
    }

    @Test(arguments: Storage.shared)
    func undoesTheTransactionOfACancelledWrite(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let task = Task {
                try await db.transaction { tx in
                    try await tx.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
                    try await tx.session.run(
                        """
                        INSERT INTO recent_chat (timestamp, username, message)
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, 'u', 'm' FROM n
                        """)
                }
            }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            let error = try await databaseError { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(try await db.userStats.count() == 0)
            #expect(try await db.recentChat.count() == 0)
            try await db.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
        }
    }

    /// SQLite may report a cancellation just after a short statement took effect; it must not count then.
    @Test(arguments: Storage.allCases)
    func cancelledWritesTellTheTruth(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for number in 0..<2000 {
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    try await db.userActions.insert(.init(timestamp: number, username: "u", actionType: "a"))
                }
                let error = try await databaseError { _ = try await task.value }
                let exists = try await db.userActions.where { $0.timestamp == number }.count() == 1
                #expect(exists == (error == nil), "\(number)")
            }
            for number in 0..<2000 {
                let task = Task {
                    try await db.transaction { tx in
                        try await tx.recentChat.insert(.init(timestamp: number, username: "u", message: "m"))
                        withUnsafeCurrentTask { $0?.cancel() }
                    }
                }
                let error = try await databaseError { _ = try await task.value }
                let exists = try await db.recentChat.where { $0.timestamp == number }.count() == 1
                #expect(exists == (error == nil), "\(number)")
            }
        }
    }

    @Test(arguments: Storage.allCases)
    func transactionsOfCancelledTasksLeaveNothingOpen(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for _ in 0..<1000 {
                let task = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    try await db.transaction { tx in
                        try await tx.transaction { inner -> Void in
                            _ = try await inner.userStats.count()
                            throw DatabaseError(.other, "stop")
                        }
                    }
                }
                _ = await task.result
            }
            try await db.transaction { tx in
                try await tx.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
            }
            #expect(try await db.userStats.count() == 1)
        }
    }

    /// A stream that is open in the outer transaction does not turn the cancellation of an inner one against it.
    @Test(arguments: Storage.allCases)
    func cancellingWhatIsInsideLeavesTheOutside(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.recentChat.insert(
                contentsOf: (0..<500).map { .init(timestamp: $0, username: "u", message: "m") })
            try await db.transaction { tx in
                var rows = 0
                for try await row in tx.recentChat.stream() {
                    rows += 1
                    guard row.timestamp == 10 else { continue }
                    let inner = Task {
                        try await tx.transaction { inner in
                            try await inner.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1))
                            _ = try await inner.session.integers(endlessQuery)
                        }
                    }
                    try await Task.sleep(for: .milliseconds(30))
                    inner.cancel()
                    #expect(try await databaseError { try await inner.value }?.code == .cancelled)
                }
                #expect(rows == 500)
                try await tx.userStats.insert(.init(username: "b", firstSeen: 1, lastSeen: 1))
            }
            #expect(try await db.userStats.fetchAll().map(\.username) == ["b"])
        }
    }

    @Test(arguments: Storage.allCases)
    func endsAWaitForTheWriter(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let isInside = Shared(false)
            let isDone = Shared(false)
            let holder = Task {
                try await db.transaction { _ in
                    isInside.value = true
                    while !isDone.value { await Task.yield() }
                }
            }
            while !isInside.value { await Task.yield() }
            let waiting = Task { try await db.userStats.insert(.init(username: "a", firstSeen: 1, lastSeen: 1)) }
            await Task.yield()
            waiting.cancel()
            let error = try await databaseError { _ = try await waiting.value }
            #expect(error?.code == .cancelled)
            isDone.value = true
            try await holder.value
            #expect(try await db.userStats.count() == 0)
        }
    }

    @Test func aWaitForTheWriterTimesOut() async throws {
        try await withDatabase(configuration: DatabaseConfiguration(lockTimeout: .milliseconds(50))) { db in
            let error = try await db.transaction { _ in
                await Task { try await databaseError { _ = try await db.userStats.count() } }.result
            }.get()
            #expect(error?.code == .timeout)
            #expect(error?.message.contains("lockTimeout") == true)
        }
    }

    /// Tasks that do nothing but run statements, which never wait, still let others have their threads.
    @Test(arguments: Storage.allCases)
    func busyTasksLetOthersRun(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let isDone = Shared(false)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        while !isDone.value {
                            _ = try await db.userStats.find("a")
                            if number == 0 { try await db.userStats.delete("a") }
                        }
                    }
                }
                // Started last, and done only if it gets its turns.
                group.addTask {
                    for _ in 0..<10 { try await Task.sleep(for: .milliseconds(1)) }
                    isDone.value = true
                }
                try await group.waitForAll()
            }
        }
    }

    /// Slow statements do not take the threads of the cooperative pool away from tasks that have nothing to do with them.
    @Test(arguments: Storage.shared)
    func slowQueriesDoNotStopOtherTasks(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let finished = Shared(0)
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        _ = try await db.session.integers(
                            storage == .postgresql ? "SELECT 1 FROM pg_sleep(60)" : slowQuery)
                        finished.withLock { $0 += 1 }
                    }
                }
                // Far more turns than the pool could give if 64 queries had to end first.
                for _ in 0..<100 { await Task.yield() }
                #expect(finished.value < 64)
                group.cancelAll()
                while let result = await group.nextResult() { _ = result }
            }
        }
    }
}
