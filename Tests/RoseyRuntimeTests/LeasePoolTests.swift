import TestDatabases
import TestSupport
import Testing

@testable import RoseyRuntime

@Suite(.timeLimit(.minutes(5)))
struct LeasePoolTests {
    private struct Broken: Error {}

    private func pool(limit: Int = 1, timeout: Duration? = nil) -> LeasePool<Int> {
        let next = Counter()
        return LeasePool(limit: limit, timeout: timeout, name: "a number") { _ in next.increment() }
    }

    private final class Counter: Sendable {
        private let value = Shared(0)

        func increment() -> Int {
            value.withLock { value in
                value += 1
                return value
            }
        }

        var current: Int { value.value }
    }

    @Test func lendsWhatItHasAndMakesWhatItLacks() async throws {
        let pool = pool(limit: 2)
        #expect(try pool.tryTake() == nil)
        let first = try await pool.take()
        let second = try await pool.take()
        #expect(Set([first, second]) == [1, 2])
        pool.giveBack(first)
        #expect(try pool.tryTake() == first)
    }

    @Test func servesInTheOrderOfAsking() async throws {
        let pool = pool()
        let held = try await pool.take()
        let order = Shared<[Int]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let resource = try await pool.take()
                    order.withLock { $0.append(number) }
                    pool.giveBack(resource)
                }
                while pool.waiting < number + 1 { await Task.yield() }
            }
            pool.giveBack(held)
            try await group.waitForAll()
        }
        #expect(order.value == Array(0..<20))
    }

    /// A task that runs may take what is free although others wait, but not twice before the same one.
    @Test func whoWaitsIsPassedOverOnceAtMost() async throws {
        let pool = pool()
        var held = try await pool.take()
        var hasOvertaken = false
        while !hasOvertaken {
            let waiter = Task { try await pool.take() }
            while pool.waiting == 0 { await Task.yield() }
            pool.giveBack(held)
            guard let taken = try pool.tryTake() else {
                // The waiter was quicker this time.
                held = try await waiter.value
                continue
            }
            hasOvertaken = true
            while pool.waiting == 0 { await Task.yield() }
            let later = Task { try await pool.take() }
            while pool.waiting < 2 { await Task.yield() }
            pool.giveBack(taken)
            #expect(try pool.tryTake() == nil)
            pool.giveBack(try await waiter.value)
            pool.giveBack(try await later.value)
        }
    }

    @Test func aFailureToMakeIsToldAndLeavesRoomForAnother() async throws {
        let attempts = Counter()
        let pool = LeasePool<Int>(limit: 1, timeout: nil, name: "") { _ in
            if attempts.increment() == 1 { throw Broken() }
            return 7
        }
        await #expect(throws: Broken.self) { try await pool.take() }
        #expect(try await pool.take() == 7)
    }

    @Test func whoWaitedForAFailedMakeTriesAgain() async throws {
        let attempts = Counter()
        let pool = LeasePool<Int>(limit: 1, timeout: nil, name: "") { pool in
            let attempt = attempts.increment()
            if attempt == 1 {
                while pool.waiting < 3 { await Task.yield() }
                throw Broken()
            }
            return attempt
        }
        let first = Task { try await pool.take() }
        while attempts.current == 0 { await Task.yield() }
        let others = (0..<3).map { _ in
            Task {
                let resource = try await pool.take()
                pool.giveBack(resource)
            }
        }
        await #expect(throws: Broken.self) { try await first.value }
        for other in others { try await other.value }
    }

    @Test func hugeTimeouts() async throws {
        for timeout in [Duration.seconds(9_223_372_036), .seconds(Int64.max)] {
            let pool = pool(timeout: timeout)
            let held = try await pool.take()
            let waiting = Task { try await pool.take() }
            while pool.waiting == 0 { await Task.yield() }
            pool.giveBack(held)
            #expect(try await waiting.value == held)
        }
    }

    @Test func closeWaitsForWhatIsOutAndFailsWhoWaits() async throws {
        let pool = pool()
        let held = try await pool.take()
        let waiting = Task { try await pool.take() }
        while pool.waiting == 0 { await Task.yield() }
        let closing = Task { await pool.close() }
        let error = try await databaseErrorOf { _ = try await waiting.value }
        #expect(error?.code == .closed)
        pool.giveBack(held)
        #expect(await closing.value == [held])
        #expect(await pool.close() == [])
        #expect(throws: DatabaseError.self) { try pool.tryTake() }
        await #expect(throws: DatabaseError.self) { try await pool.take() }
    }

    /// Whatever tasks do and whenever they are cancelled, no resource is lost or lent twice.
    @Test func randomInterleavings() async throws {
        var random = SeededGenerator()
        let seed = random.seed
        for _ in 0..<30 {
            let limit = Int.random(in: 1...3, using: &random)
            let pool = pool(limit: limit, timeout: .milliseconds(Int.random(in: 1...20, using: &random)))
            let held = Shared<Set<Int>>([])
            let tasks = (0..<40).map { _ in
                let turns = Int.random(in: 0...30, using: &random)
                return Task {
                    guard let resource = try? await pool.take() else { return true }
                    let isAlone = held.withLock { $0.insert(resource).inserted }
                    for _ in 0..<turns { await Task.yield() }
                    held.withLock { _ = $0.remove(resource) }
                    pool.giveBack(resource)
                    return isAlone
                }
            }
            for task in tasks where Bool.random(using: &random) {
                await Task.yield()
                task.cancel()
            }
            for task in tasks { #expect(await task.value, "seed \(seed)") }
            #expect(pool.waiting == 0, "seed \(seed)")
            let all = await pool.close()
            #expect(all.count <= limit && Set(all).count == all.count, "seed \(seed)")
        }
    }

    private func databaseErrorOf(_ body: () async throws -> Void) async throws -> DatabaseError? {
        do {
            try await body()
            return nil
        } catch let error as DatabaseError {
            return error
        }
    }
}
