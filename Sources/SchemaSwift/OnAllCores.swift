import Dispatch
import Synchronization

/// What the closures return, in their order. They run at the same time: a file of a large schema takes a while to be put
/// together in a debug build, which is how those who depend on it run the generator.
func onAllCores(_ work: [@Sendable () -> String]) -> [String] {
    let results = Mutex(Array(repeating: "", count: work.count))
    DispatchQueue.concurrentPerform(iterations: work.count) { number in
        let result = work[number]()
        results.withLock { $0[number] = result }
    }
    return results.withLock { $0 }
}
