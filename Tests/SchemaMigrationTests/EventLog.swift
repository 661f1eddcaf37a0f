import RoseyRuntime
import Synchronization

/// What a migration has said.
final class EventLog: Sendable {
    private let events = Mutex<[MigrationEvent]>([])

    func note(_ event: MigrationEvent) { events.withLock { $0.append(event) } }

    var counts: [String] {
        events.withLock { $0 }.compactMap {
            if case .counts(let what, let rows) = $0 { "\(what): \(rows)" } else { nil }
        }
    }
    /// How far it was said to be, by what is counted.
    var progress: [String: [Int]] {
        events.withLock { $0 }.reduce(into: [:]) { result, event in
            if case .progressed(let count, _, let unit) = event { result[unit, default: []].append(count) }
        }
    }
    var waits: Int { events.withLock { $0 }.count { if case .waits = $0 { true } else { false } } }
    var backups: [String] {
        events.withLock { $0 }.compactMap { if case .backedUp(let path) = $0 { path } else { nil } }
    }
}
