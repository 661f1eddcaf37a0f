/// What the connections of a pool are doing: for metrics, and to say why a wait took too long.
struct PoolSummary: Hashable, Sendable, CustomStringConvertible {
    var lent = 0
    var idle = 0
    /// Connections that are being made.
    var connecting = 0
    var checking = 0
    var closing = 0
    /// Tasks that wait for a connection.
    var waiting = 0
    var maximum: Int
    /// Why the last attempt to connect failed, until one succeeds.
    var connectFailure: String?

    /// Connections that work, as far as the pool knows.
    var open: Int { lent + idle + checking }

    /// Whether another connection could be made.
    var hasRoom: Bool { open + connecting + closing < maximum }

    var description: String {
        let (used, state) = open == 0 ? (0, "open") : (lent, "in use")
        let noun = maximum == 1 ? "connection" : "connections"
        let verb = used == 1 || maximum == 1 ? "is" : "are"
        var parts = ["\(used) of \(maximum) \(noun) \(verb) \(state)"]
        let others = [(idle, "idle"), (connecting, "being made"), (checking, "being checked"), (closing, "closing")]
        for (count, state) in others where count > 0 {
            parts.append("\(count) \(count == 1 ? "is" : "are") \(state)")
        }
        if waiting > 0 { parts.append(waiting == 1 ? "1 task waits" : "\(waiting) tasks wait") }
        let text = parts.joined(separator: ", ")
        return connectFailure.map { "\(text); the last attempt to connect failed: \($0)" } ?? text
    }
}
