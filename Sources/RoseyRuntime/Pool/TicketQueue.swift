/// Waits in a ``TicketQueue``.
protocol TicketHolder: Sendable {
    associatedtype Ticket: Hashable & Sendable
    /// Tells it from all others in the queue.
    var ticket: Ticket { get }
}

/// Waiters in the order of their coming, of which any can leave at any time. Every operation takes constant time, spread
/// over many: a waiter that leaves makes a hole, and the holes are removed together once they are more than half of the queue.
struct TicketQueue<Waiter: TicketHolder>: Sendable {
    private struct Entry: Sendable {
        let waiter: Waiter
        let deadline: Moment?
    }

    private var entries: [Entry?] = []
    /// Where in `entries` the waiter with each ticket is.
    private var indices: [Waiter.Ticket: Int] = [:]
    /// Where the first waiter is; before it are only holes. The number of entries, if there is no waiter.
    private var head = 0

    var isEmpty: Bool { indices.isEmpty }
    var count: Int { indices.count }

    /// The deadline of the first. When all wait equally long, nobody's is earlier.
    var nextDeadline: Moment? { isEmpty ? nil : entries[head]?.deadline }

    /// Adds a waiter at the end, and says whether its ticket was not in the queue yet.
    mutating func append(_ waiter: Waiter, deadline: Moment?) -> Bool {
        guard indices[waiter.ticket] == nil else { return false }
        indices[waiter.ticket] = entries.count
        entries.append(Entry(waiter: waiter, deadline: deadline))
        return true
    }

    mutating func popFirst() -> Waiter? {
        guard !isEmpty, let first = entries[head] else { return nil }
        return remove(first.waiter.ticket)
    }

    /// Removes the waiter with a ticket, and returns it if it was in the queue.
    mutating func remove(_ ticket: Waiter.Ticket) -> Waiter? {
        guard let index = indices.removeValue(forKey: ticket) else { return nil }
        let waiter = entries[index]?.waiter
        entries[index] = nil
        while head < entries.count, entries[head] == nil { head += 1 }
        if entries.count >= 32, entries.count > indices.count * 2 { closeHoles() }
        return waiter
    }

    private mutating func closeHoles() {
        entries.removeAll { $0 == nil }
        for (index, entry) in entries.enumerated() {
            if let entry { indices[entry.waiter.ticket] = index }
        }
        head = 0
    }
}
