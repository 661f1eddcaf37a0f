#if PostgreSQL
import Synchronization

/// Tasks, for each to ask whether it is one of them.
final class TaskSet: Sendable {
    private let tasks = Mutex<[Int]>([])

    func insertCurrent() -> Int {
        let task = Self.current
        tasks.withLock { $0.append(task) }
        return task
    }

    func remove(_ task: Int) {
        tasks.withLock { tasks in
            if let index = tasks.firstIndex(of: task) { tasks.swapAt(index, tasks.count - 1); tasks.removeLast() }
        }
    }

    var containsCurrent: Bool {
        tasks.withLock { tasks in !tasks.isEmpty && tasks.contains(Self.current) }
    }

    private static var current: Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }
}
#endif
