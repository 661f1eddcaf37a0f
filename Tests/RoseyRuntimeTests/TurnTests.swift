import TestSupport
import Testing

@testable import RoseyRuntime

@Suite(.timeLimit(.minutes(5)))
struct TurnTests {
    @Test func isOnesAtATimeInTheOrderOfAsking() async throws {
        let turn = Turn()
        #expect(turn.tryTake())
        #expect(!turn.tryTake())
        let order = Shared<[Int]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await turn.take()
                    order.withLock { $0.append(number) }
                    turn.giveBack()
                }
                while turn.waiting < number + 1 { await Task.yield() }
            }
            turn.giveBack()
            try await group.waitForAll()
        }
        #expect(order.value == Array(0..<20))
        #expect(turn.tryTake())
    }

    /// Many tasks, some of them cancelled at any moment: never two at once, and nobody is forgotten.
    @Test func underStress() async throws {
        let turn = Turn()
        let inside = Shared(0)
        let (taken, cancelled) = (Shared(0), Shared(0))
        var generator = SeededGenerator()
        print("seed \(generator.seed)")
        let cancels = (0..<400).map { _ in Bool.random(using: &generator) }
        await withTaskGroup(of: Void.self) { group in
            for isCancelled in cancels {
                group.addTask {
                    let task = Task {
                        for _ in 0..<50 {
                            do {
                                if !turn.tryTake() { try await turn.take() }
                            } catch {
                                cancelled.withLock { $0 += 1 }
                                return
                            }
                            let count = inside.withLock { count in
                                count += 1
                                return count
                            }
                            #expect(count == 1)
                            if isCancelled { await Task.yield() }
                            inside.withLock { $0 -= 1 }
                            taken.withLock { $0 += 1 }
                            turn.giveBack()
                        }
                    }
                    if isCancelled { task.cancel() }
                    await task.value
                }
            }
        }
        #expect(turn.tryTake())
        #expect(taken.value >= cancels.count(where: { !$0 }) * 50)
        #expect(cancelled.value <= cancels.count(where: { $0 }))
    }

    @Test func closingWaitsForTheLastTurnAndFailsTheOthers() async throws {
        let turn = Turn()
        #expect(turn.tryTake())
        let waiter = Task { try await turn.take() }
        while turn.waiting == 0 { await Task.yield() }
        let isClosed = Shared(false)
        let closing = Task {
            await turn.close()
            isClosed.withLock { $0 = true }
        }
        await #expect(throws: DatabaseError.self) { try await waiter.value }
        #expect(!isClosed.value)
        #expect(!turn.tryTake())
        turn.giveBack()
        await closing.value
        #expect(!turn.tryTake())
        let error = await #expect(throws: DatabaseError.self) { try await turn.take() }
        #expect(error?.code == .closed)
        await turn.close()
    }

    @Test func closesAtOnceWhereNobodyHasIt() async throws {
        let turn = Turn()
        #expect(turn.tryTake())
        turn.giveBack()
        await turn.close()
        #expect(!turn.tryTake())
    }

    @Test func aWaiterThatIsCancelledLeaves() async throws {
        let turn = Turn()
        #expect(turn.tryTake())
        let waiter = Task { try await turn.take() }
        while turn.waiting == 0 { await Task.yield() }
        waiter.cancel()
        let error = await #expect(throws: DatabaseError.self) { try await waiter.value }
        #expect(error?.code == .cancelled)
        turn.giveBack()
        #expect(turn.tryTake())
    }
}
