/// Tickets in the order of their coming, of which any can leave at any time. Every operation takes constant time, spread
/// over many: who leaves leaves a hole, and the holes are removed together once they are more than half of the queue.
struct TicketQueue<Ticket: Hashable & Sendable>: Sendable {
    private struct Entry: Sendable {
        let ticket: Ticket
        let deadline: Moment?
    }

    private var entries: [Entry?] = []
    /// Where in `entries` each ticket is.
    private var indices: [Ticket: Int] = [:]
    /// Where the first ticket is; before it are only holes. The number of entries, if there is no ticket.
    private var head = 0

    var isEmpty: Bool { indices.isEmpty }
    var count: Int { indices.count }

    /// The deadline of the first. When all wait equally long, nobody's is earlier.
    var nextDeadline: Moment? { isEmpty ? nil : entries[head]?.deadline }

    /// Adds a ticket at the end, and says whether it was not in the queue yet.
    mutating func append(_ ticket: Ticket, deadline: Moment?) -> Bool {
        guard indices[ticket] == nil else { return false }
        indices[ticket] = entries.count
        entries.append(Entry(ticket: ticket, deadline: deadline))
        return true
    }

    mutating func popFirst() -> Ticket? {
        guard !isEmpty, let first = entries[head] else { return nil }
        _ = remove(first.ticket)
        return first.ticket
    }

    /// Removes a ticket, and says whether it was in the queue.
    mutating func remove(_ ticket: Ticket) -> Bool {
        guard let index = indices.removeValue(forKey: ticket) else { return false }
        entries[index] = nil
        while head < entries.count, entries[head] == nil { head += 1 }
        if entries.count >= 32, entries.count > indices.count * 2 { closeHoles() }
        return true
    }

    private mutating func closeHoles() {
        entries.removeAll { $0 == nil }
        for (index, entry) in entries.enumerated() {
            if let entry { indices[entry.ticket] = index }
        }
        head = 0
    }
}
