#if PostgreSQL
import Dispatch

/// A lookup of a task that waits for its rows.
struct Lookup: Sendable {
    let ticket: UInt64
    let request: PipelineRequest
    /// Who waits for the rows, or for `nil`, after which it goes on alone; `nil` once nobody does.
    var continuation: UnsafeContinuation<ReceivedRows?, any Error>?
}

/// Lookups that are under way together, and whether they are held up.
///
/// They are when nothing has come from the server for a while, by a watch that looks now and then. What takes long on this
/// computer, or stops it, does not count.
struct LookupFlight {
    static let watchInterval = DispatchTimeInterval.milliseconds(50)

    private(set) var lookups: [Lookup]
    private let connection: PostgreSQLConnection
    private let patience: Int
    private var looks = 0
    private var isLate = false

    init(_ connection: PostgreSQLConnection, _ lookups: [Lookup]) {
        self.connection = connection
        self.lookups = lookups
        // A second where it is not known how long a reply takes.
        let usual = min(connection.wire.soonestReply ?? .milliseconds(125), .seconds(1))
        patience = 2 + Int(usual * 8 / .milliseconds(50))
    }

    /// Lets a lookup off, and returns who waits for it.
    mutating func take(_ ticket: UInt64) -> UnsafeContinuation<ReceivedRows?, any Error>? {
        guard let index = lookups.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        defer { lookups[index].continuation = nil }
        return lookups[index].continuation
    }

    /// Looks at the flight, stops it where it is late, and then lets off all that are still on it and returns them.
    ///
    /// Called while the flight cannot end, so that nothing else is stopped.
    mutating func look() -> [Lookup] {
        looks += 1
        guard isLate || looks >= patience && !connection.wire.checkForInput() else { return [] }
        isLate = true
        connection.wire.cancel()
        defer { for index in lookups.indices { lookups[index].continuation = nil } }
        return lookups.filter { $0.continuation != nil }
    }
}
#endif
