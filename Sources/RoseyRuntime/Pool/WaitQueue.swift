/// Tasks that wait their turn, first come, first served. A value: whoever owns it guards it with a lock, and resumes
/// what it returns after the lock is released.
struct WaitQueue<Resource: Sendable>: Sendable {
    struct Waiter: Sendable {
        let ticket: UInt64
        /// `nil` for one that waits as long as it takes.
        let deadline: Moment?
        /// Whether it has been at the head of the queue before, where it belongs again.
        var isRetry = false
        let continuation: CheckedContinuation<Resource, any Error>
    }

    private var waiters: [Waiter] = []
    /// Waiters before this one have left; dropping them from the array in bulk keeps the queue O(1).
    private var head = 0

    var isEmpty: Bool { head == waiters.count }
    var count: Int { waiters.count - head }
    var nextDeadline: Moment? { isEmpty ? nil : waiters[head].deadline }

    mutating func add(_ waiter: Waiter) {
        if !waiter.isRetry {
            waiters.append(waiter)
        } else if head > 0 {
            head -= 1
            waiters[head] = waiter
        } else {
            waiters.insert(waiter, at: 0)
        }
    }

    mutating func popFirst() -> Waiter? {
        guard !isEmpty else { return nil }
        let waiter = waiters[head]
        head += 1
        if head >= 32, head * 2 >= waiters.count {
            waiters.removeFirst(head)
            head = 0
        }
        return waiter
    }

    mutating func remove(ticket: UInt64) -> Waiter? {
        guard let index = waiters[head...].firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return waiters.remove(at: index)
    }

    /// The waiters whose time is up. All wait equally long, so they are the first ones.
    mutating func popExpired(at now: Moment) -> [Waiter] {
        var expired: [Waiter] = []
        while let deadline = nextDeadline, deadline <= now, let waiter = popFirst() { expired.append(waiter) }
        return expired
    }

    mutating func popAll() -> [Waiter] {
        defer {
            waiters = []
            head = 0
        }
        return Array(waiters[head...])
    }
}
