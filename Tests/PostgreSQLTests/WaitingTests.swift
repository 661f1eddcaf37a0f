import Foundation
import RoseyModels
import RoseyRuntime
import Synchronization
import TestDatabases
import TestSupport
import Testing

/// How replies are waited for: on the caller's thread, or without one.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct WaitingTests {
    private final class Flag: Sendable {
        private let value = Atomic<Bool>(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }

    /// What is tried without waiting, and has then to be waited for, is under way already.
    @Test func aSlowStatementIsSentOnce() async throws {
        try await withServer(.init(), .single) { _, db in
            try await db.session.run("CREATE SEQUENCE calls")
            let slow = Statement("SELECT nextval('calls') FROM pg_sleep(0.005)", .read, table: "")
            for call in 1...10 {
                // As long as most replies come soon, each is waited for on this thread at first.
                for _ in 0..<50 { _ = try await db.userStats.exists("u") }
                #expect(try await db.session.fetchFirst(slow, { _ in }, { try $0.int(0) }) == call)
            }
        }
    }

    /// Tasks that only run statements, each of which is answered at once, do not keep all threads.
    @Test func othersGetTheirThread() async throws {
        try await withServer { _, db in
            try await db.userStats.insert(.init(username: "u", firstSeen: 1, lastSeen: 1))
            let other = Flag()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                    group.addTask {
                        var count = 0
                        while !other.isSet, count < 10_000 {
                            try await db.userStats.update("u", { $0.totalChatLines += 1 })
                            count += 1
                            guard count == 1_000 else { continue }
                            Task {
                                for _ in 0..<10 { await Task.yield() }
                                other.set()
                            }
                        }
                        return count
                    }
                }
                for try await count in group { #expect(count < 5_000) }
            }
        }
    }
}
