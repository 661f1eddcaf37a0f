import Dispatch

/// A thread of its own for what one connection does at length, so that it never takes one from the cooperative pool.
///
/// The queue is serial because a connection does one thing at a time, and because libdispatch then has a thread for it
/// whatever the others do. Concurrent queues share a few threads, on Linux with the cooperative pool itself.
final class LongRunningExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "rosey.connection")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Holding the executor: the job may end whatever else holds it.
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
