import RoseyModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

#if os(Linux)
/// More tasks than connections, and many of them change their mind.
@Suite(.needsPostgreSQL, .serialized, .timeLimit(.minutes(5)))
struct LoadTests {
    /// In a process of its own: others have no part in what it holds.
    @Test func nothingLeaks() async throws {
        try await withServer { server, db in
            let run = try await ChildProcess.run(buildFolder + "/postgresql-probe", ["load", server.socketURL])
            #expect(run.status == 0, "\(run.error)")
            let rounds = run.output.split(separator: "\n").map { $0.split(separator: " ").compactMap { Int($0) } }
            #expect(rounds.count == 8)
            guard let first = rounds.dropFirst().first, let last = rounds.last, last.count >= 2 else { return }
            #expect(last[0] <= first[0], "\(run.output)")
            #expect(last[1] <= first[1] + 20_000, "\(run.output)")
            try await eventually("its sessions end") { try await server.count("state <> 'idle'") == 0 }
            #expect(try await server.clients() == 1)
        }
    }

    /// Whoever is not cancelled gets what he asked for, and the pool stays within its bounds.
    @Test func everybodyGetsOn() async throws {
        let configuration = DatabaseConfiguration(
            lockTimeout: .seconds(120), postgresql: .init(minimumConnections: 0, maximumConnections: 4))
        try await withServer(.init(), configuration) { server, db in
            let seed = SeededGenerator().seed
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        var generator = SeededGenerator(seed: seed &+ UInt64(number))
                        let delay = Int.random(in: 0...40_000, using: &generator)
                        let task = Task {
                            try await db.transaction { tx in
                                try await tx.write(number)
                                return try await tx.session.integers("SELECT \(number) FROM pg_sleep(0.002)")
                            }
                        }
                        if number.isMultiple(of: 2) {
                            try await Task.sleep(for: .microseconds(delay))
                            task.cancel()
                        }
                        let result = await task.result
                        let exists = try await db.recentChat.where { $0.timestamp == number }.count() == 1
                        switch result {
                        case .success(let values): #expect(values == [number] && exists, "seed \(seed)")
                        case .failure(let error as DatabaseError):
                            #expect(error.code == .cancelled && number.isMultiple(of: 2) && !exists, "seed \(seed)")
                        case .failure(let error): throw error
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await eventually("all is quiet") { try await server.count("state <> 'idle'") == 0 }
            #expect(try await server.clients() <= 4)
        }
    }
}
#endif
