/// What is known of each connection of a pool, by its name.
///
/// Names are given in order and never twice, so an array to which they are added stays sorted: there are few, and to look one up
/// in it takes less than to compute its hash.
struct ConnectionTable<Element> {
    private var entries: [(id: ConnectionID, element: Element)] = []

    var count: Int { entries.count }
    var isEmpty: Bool { entries.isEmpty }

    /// The place of a connection, until one is added or removed.
    func index(of id: ConnectionID) -> Int? {
        let place = firstPlace(notBefore: id)
        return place < entries.count && entries[place].id == id ? place : nil
    }

    /// The connection at a place.
    subscript(place: Int) -> Element {
        get { entries[place].element }
        set { entries[place].element = newValue }
    }

    subscript(id: ConnectionID) -> Element? { index(of: id).map { entries[$0].element } }

    mutating func insert(_ element: Element, for id: ConnectionID) {
        entries.insert((id, element), at: firstPlace(notBefore: id))
    }

    /// Changes all connections.
    mutating func update(_ change: (inout Element) -> Void) {
        for place in entries.indices { change(&entries[place].element) }
    }

    @discardableResult
    mutating func remove(at place: Int) -> Element { entries.remove(at: place).element }

    private func firstPlace(notBefore id: ConnectionID) -> Int {
        var (start, end) = (0, entries.count)
        while start < end {
            let middle = (start + end) / 2
            if entries[middle].id.number < id.number { start = middle + 1 } else { end = middle }
        }
        return start
    }
}

extension ConnectionTable: Sendable where Element: Sendable {}
