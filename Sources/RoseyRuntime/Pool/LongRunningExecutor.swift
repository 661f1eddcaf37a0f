import Dispatch

/// Where work runs that may block a thread for long, so that it never takes one from the cooperative pool.
final class LongRunningExecutor: TaskExecutor {
    static let shared = LongRunningExecutor()

    private let queue = DispatchQueue(label: "rosey.long-running", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
