#if PostgreSQL
import Dispatch

/// Lookups that are in flight together, and whether they are held up.
///
/// They are when nothing has come from the server for a while, by a watch that looks now and then. What takes long on this
/// computer, or stops it, does not count.
struct LookupRound {
    static let watchInterval = DispatchTimeInterval.milliseconds(50)

    private(set) var lookups: [WaitingRequest]
    private let connection: PostgreSQLConnection
    /// How many looks it may take.
    private let limit: Int
    private var looks = 0
    private var isLate = false

    init(_ connection: PostgreSQLConnection, _ lookups: [WaitingRequest]) {
        self.connection = connection
        self.lookups = lookups
        // A second where it is not known how long a reply takes.
        let usual = min(connection.wire.soonestReply ?? .milliseconds(125), .seconds(1))
        limit = 2 + Int(usual * 8 / .milliseconds(50))
    }

    /// Detaches a lookup, and returns the task that waits for it.
    mutating func detach(_ ticket: Int) -> WaitingRequest.Continuation? {
        guard let index = lookups.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return lookups[index].detach()
    }

    /// Looks at the round, stops it where it is late, and then detaches all lookups and returns the tasks that wait for them.
    ///
    /// Called while the round cannot end, so that nothing else is stopped.
    mutating func look() -> [WaitingRequest.Continuation] {
        looks += 1
        guard isLate || looks >= limit && !connection.wire.checkForInput() else { return [] }
        isLate = true
        connection.wire.cancel()
        return lookups.indices.compactMap { lookups[$0].detach() }
    }
}
#endif
