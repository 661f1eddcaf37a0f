// Correct programs, and one with a race. Scripts/sanitizer shows with them that the thread sanitizer reports all of
// them when it is left alone, and with what it is told here the one with the race only.
import Foundation
import Synchronization

final class Counter: Sendable {
    let locked = Mutex(0)
    // Whoever uses it sees to it that nobody else does, or does not, which is the point.
    nonisolated(unsafe) var bare = 0
}

let counter = Counter()
let rounds = 50

/// Calls it on four threads at once.
func onFourThreads(_ body: @escaping @Sendable () -> Void) {
    let ended = DispatchSemaphore(value: 0)
    for _ in 0..<4 {
        Thread.detachNewThread {
            body()
            ended.signal()
        }
    }
    for _ in 0..<4 { ended.wait() }
}

/// Counts on another thread, in every other round so soon that the task is resumed before it waits.
func count(_ round: Int, then resume: @escaping @Sendable () -> Void) {
    let isSoon = round.isMultiple(of: 2)
    Thread.detachNewThread {
        if !isSoon { usleep(2000) }
        counter.bare += 1
        resume()
    }
    if isSoon { usleep(2000) }
}

switch CommandLine.arguments.dropFirst().first {
case "mutex":
    onFourThreads {
        for _ in 0..<rounds {
            counter.locked.withLock {
                $0 += 1
                // So long that the others fall asleep, and the kernel hands the lock over to one of them.
                usleep(1000)
            }
        }
    }
    precondition(counter.locked.withLock { $0 } == 4 * rounds)
case "continuation":
    for round in 0..<rounds {
        await withUnsafeContinuation { continuation in count(round, then: { continuation.resume() }) }
        counter.bare += 1
        await withCheckedContinuation { continuation in count(round, then: { continuation.resume() }) }
        counter.bare += 1
        try await withCheckedThrowingContinuation { continuation in
            count(round, then: { continuation.resume(with: Result<Void, any Error>.success(())) })
        }
        counter.bare += 1
    }
    precondition(counter.bare == 6 * rounds)
case "race":
    onFourThreads {
        for _ in 0..<rounds {
            counter.bare += 1
            usleep(1000)
        }
    }
default: preconditionFailure("which one?")
}
