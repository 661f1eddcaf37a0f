import Foundation
import RoseyRuntime
import Synchronization

/// Tells people what a migration does. On a terminal it shows what is running now; elsewhere only what is done.
final class Progress: Sendable {
    /// Whether results go to a program, so that nothing else may be printed with them.
    private let isQuiet: Bool
    private let line = Mutex("")
    /// What was waited for last.
    private let waited = Mutex("")

    init(isQuiet: Bool = false) {
        self.isQuiet = isQuiet
    }

    func show(_ event: MigrationEvent) {
        switch event {
        case .begins(let id, let message, let action):
            transient("\(action == .upgrade ? "applying" : "taking back") \(id)  \(message)")
        case .backedUp(let path): say("copied the database to \(path)")
        case .counts(let what, let rows): say("  \(what): \(rows) \(rows == 1 ? "row" : "rows")")
        case .runs(let title): transient("  \(title)")
        case .progressed(let count, let total, let unit):
            transient(more: " … \(count)\(total.map { " of \($0)" } ?? "") \(unit)")
        case .ran(let rows, let duration):
            // What takes long is worth a line.
            if duration > .seconds(2) { keep("\(rows > 0 ? ", \(rows) rows" : "") in \(Self.seconds(duration))") }
        case .waits(let reason):
            let isNew = waited.withLock { waited in
                defer { waited = reason }
                return waited != reason
            }
            if isNew { say("waiting: \(reason)") }
        case .ended(let id, let message, let action, let duration):
            let time = duration > .seconds(1) ? " in \(Self.seconds(duration))" : ""
            say("\(action == .upgrade ? "applied" : "took back") \(id)  \(message)\(time)")
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        duration.formatted(.units(allowed: [.minutes, .seconds], width: .narrow, fractionalPart: .show(length: 1)))
    }

    /// A line that the next one takes the place of.
    private func transient(_ text: String) {
        guard StandardError.isTerminal, !isQuiet else { return }
        line.withLock { $0 = text }
        StandardError.write("\r\u{1b}[K" + text.prefix(100))
    }

    /// More about what is running.
    private func transient(more: String) {
        guard StandardError.isTerminal, !isQuiet else { return }
        StandardError.write("\r\u{1b}[K" + line.withLock { $0 }.prefix(80) + more)
    }

    private func keep(_ more: String) {
        let text = line.withLock { $0 }
        if !text.isEmpty { say(text + more) }
    }

    private func say(_ text: String) {
        if StandardError.isTerminal, !isQuiet { StandardError.write("\r\u{1b}[K") }
        if isQuiet { StandardError.print(text) } else { print(text) }
    }
}
