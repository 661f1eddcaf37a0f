/// What a connection keeps for each statement that is put together while the program runs, for so many at most: the one that has
/// not been used for the longest time makes room for a new one.
///
/// Swift's dictionary would hash the key's hash once more, against keys that an attacker chooses, in as many instructions as all
/// of this takes. Words are no such keys, and texts are hashed by the standard library.
struct StatementTable<Element>: ~Copyable {
    private final class Entry {
        let key: StatementKey
        let hash: Int
        let element: Element
        var lastUse: UInt64
        /// The next one in the same bucket.
        var next: Entry?

        init(_ key: StatementKey, _ hash: Int, _ element: Element, lastUse: UInt64, next: Entry?) {
            self.key = key
            self.hash = hash
            self.element = element
            self.lastUse = lastUse
            self.next = next
        }
    }

    private let capacity: Int
    /// Their number is a power of two.
    private var buckets: [Entry?]
    private var count = 0
    private var clock: UInt64 = 0

    init(capacity: Int) {
        self.capacity = max(1, capacity)
        var bucketCount = 16
        while bucketCount < min(capacity, 4096) { bucketCount *= 2 }
        buckets = Array(repeating: nil, count: bucketCount)
    }

    private func bucket(_ hash: Int) -> Int { hash & (buckets.count - 1) }

    /// What is kept for a statement, where it is also what the caller looks for.
    mutating func find(_ key: StatementKey, where isMeant: (Element) -> Bool = { _ in true }) -> Element? {
        let hash = key.hash
        var next = buckets[bucket(hash)]
        while let entry = next {
            if entry.hash == hash, entry.key == key, isMeant(entry.element) {
                clock += 1
                entry.lastUse = clock
                return entry.element
            }
            next = entry.next
        }
        return nil
    }

    /// Keeps something for a statement for which nothing was found, and returns what had to make room for it.
    mutating func insert(_ element: Element, _ key: StatementKey) -> Element? {
        let oldest = count < capacity ? nil : entries.min { $0.lastUse < $1.lastUse }
        if let oldest { unlink(oldest) }
        let hash = key.hash
        clock += 1
        let place = bucket(hash)
        buckets[place] = Entry(key, hash, element, lastUse: clock, next: buckets[place])
        count += 1
        return oldest?.element
    }

    /// Forgets what is kept for some statements, as when they are of no use any more.
    mutating func remove(where isMeant: (Element) -> Bool) {
        for entry in entries where isMeant(entry.element) { unlink(entry) }
    }

    /// All that is kept, in no order.
    var elements: [Element] { entries.map(\.element) }

    private var entries: [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(count)
        for first in buckets {
            var next = first
            while let entry = next {
                entries.append(entry)
                next = entry.next
            }
        }
        return entries
    }

    private mutating func unlink(_ entry: Entry) {
        count -= 1
        let place = bucket(entry.hash)
        if buckets[place] === entry {
            buckets[place] = entry.next
            return
        }
        var before = buckets[place]
        while let candidate = before, candidate.next !== entry { before = candidate.next }
        before?.next = entry.next
    }
}
