import Foundation
import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// A task is cancelled while the server works for it.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct CancelledStatementTests {
    @Test func theServerStopsToo() async throws {
        try await withServer(.init(), .single) { server, db in
            for _ in 0..<5 {
                let task = Task {
                    try await databaseError { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(600)") }
                }
                try await eventually("the query") { try await server.count("state = 'active'") == 1 }
                task.cancel()
                #expect(try await task.value?.code == .cancelled)
                #expect(try await server.count("state = 'active'") == 0)
                try await db.write(1)
            }
            #expect(try await db.recentChat.count() == 5)
            #expect(try await server.clients() == 1)
        }
    }

    /// A cancellation that overtakes its statement on the way to the server stops it all the same.
    @Test func anEarlyCancellation() async throws {
        try await withServer(.init(), .single) { server, db in
            guard let process = try await db.session.integers("SELECT pg_backend_pid()").first else { return }
            for _ in 0..<5 {
                // When it goes on, it sees the cancellation first, and has nothing to stop.
                kill(pid_t(process), SIGSTOP)
                let task = Task {
                    try await databaseError { _ = try await db.session.integers("SELECT 1 FROM pg_sleep(600)") }
                }
                try await Task.sleep(for: .milliseconds(30))
                task.cancel()
                try await Task.sleep(for: .milliseconds(30))
                kill(pid_t(process), SIGCONT)
                #expect(try await task.value?.code == .cancelled)
            }
            #expect(try await db.session.integers("SELECT pg_backend_pid()") == [process])
        }
    }

    /// A cancellation that comes when the statement is over already hits nothing else.
    @Test func aLateCancellationHitsNobodyElse() async throws {
        try await withServer(.init(), .single) { server, db in
            var generator = SeededGenerator()
            let seed = generator.seed
            var cancelled = 0
            for round in 0..<400 {
                let task = Task { try await db.session.integers("SELECT 1 FROM pg_sleep(0.002)") }
                try await Task.sleep(for: .microseconds(Int.random(in: 0...4000, using: &generator)))
                task.cancel()
                do {
                    #expect(try await task.value == [1])
                } catch let error as DatabaseError {
                    #expect(error.code == .cancelled, "seed \(seed), round \(round)")
                    cancelled += 1
                }
                #expect(try await db.session.integers("SELECT \(round) FROM pg_sleep(0.001)") == [round])
            }
            #expect(try await server.clients() == 1)
            #expect(cancelled > 0)
        }
    }

    /// The same where the next statement is one of the transaction around the cancelled one.
    @Test func aLateCancellationLeavesTheTransactionAround() async throws {
        try await withServer(.init(), .single) { server, db in
            var generator = SeededGenerator()
            let seed = generator.seed
            let delays = (0..<200).map { _ in Int.random(in: 0...4000, using: &generator) }
            try await db.transaction { tx in
                for (round, delay) in delays.enumerated() {
                    let task = Task {
                        try await tx.transaction { inner in
                            _ = try await inner.session.integers("SELECT 1 FROM pg_sleep(0.001)")
                            try await inner.write(-1)
                        }
                    }
                    try await Task.sleep(for: .microseconds(delay))
                    task.cancel()
                    let error = try await databaseError { try await task.value }
                    #expect(error == nil || error?.code == .cancelled, "seed \(seed), round \(round)")
                    try await tx.write(round)
                }
            }
            #expect(try await db.recentChat.where { $0.timestamp >= 0 }.count() == 200)
        }
    }

    @Test func aWaitForAConnection() async throws {
        try await withServer(.init(), .single) { server, db in
            try await db.transaction { tx in
                let waiting = Task {
                    try await databaseError { _ = try await db.read { try await $0.recentChat.count() } }
                }
                try await Task.sleep(for: .milliseconds(20))
                waiting.cancel()
                #expect(try await waiting.value?.code == .cancelled)
                try await tx.write(1)
            }
            #expect(try await db.recentChat.count() == 1)
        }
    }
}
