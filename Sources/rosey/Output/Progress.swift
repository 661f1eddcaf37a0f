import Foundation
import RoseyRuntime
import Synchronization
import TerminalText

/// Tells people what a migration does. On a terminal it shows what is running now; elsewhere only what is done.
final class Progress: Sendable {
    /// Whether results go to a program, so that nothing else may be printed with them.
    private let isQuiet: Bool
    /// Whether it is only tried.
    private let isDryRun: Bool
    private let line = Mutex("")
    /// What was waited for last.
    private let waited = Mutex("")

    init(isQuiet: Bool = false, isDryRun: Bool = false) {
        self.isQuiet = isQuiet
        self.isDryRun = isDryRun
    }

    func show(_ event: MigrationEvent) {
        switch event {
        case .begins(let id, let message, let action):
            transient("\(action == .upgrade ? "applying" : "taking back") \(id)  \(message)")
        case .adopts(let baseline, let lacking, let leftovers):
            say("found a database of \(baseline.message), which is taken over")
            if !lacking.isEmpty { say("  it is an older one, without \(lacking.joined(separator: ", "))") }
            if !leftovers.isEmpty { say("  set aside: \(leftovers.joined(separator: ", "))") }
        case .reports(let lines): if !isQuiet { say(Self.text(of: lines)) }
        case .backedUp(let path):
            say(isDryRun ? "the database would be copied first" : "copied the database to \(path)")
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
            say("\(action == .upgrade ? "applied" : "took back") \(id)  \(message.visibleOnOneLine)\(time)")
        }
    }

    /// A line for each subject.
    private static func text(of lines: [ReportLine]) -> String {
        var subjects: [String] = []
        for line in lines where !subjects.contains(line.subject) { subjects.append(line.subject) }
        let width = subjects.map(\.count).max() ?? 0
        return subjects.map { subject in
            let outcomes = lines.filter { $0.subject == subject }.map { "\($0.rows) \($0.outcome)" }
            return "  " + subject.padding(toLength: width + 2, withPad: " ", startingAt: 0)
                + outcomes.joined(separator: ", ")
        }.joined(separator: "\n")
    }

    private static func seconds(_ duration: Duration) -> String {
        duration.formatted(.units(allowed: [.minutes, .seconds], width: .narrow, fractionalPart: .show(length: 1)))
    }

    /// Takes the line away that shows what is running.
    func clear() {
        guard StandardError.isTerminal, !isQuiet else { return }
        StandardError.write("\r\u{1b}[K")
    }

    /// A line that the next one takes the place of.
    func transient(_ text: String) {
        guard StandardError.isTerminal, !isQuiet else { return }
        line.withLock { $0 = text }
        StandardError.write("\r\u{1b}[K" + text.visibleOnOneLine.prefix(100))
    }

    /// More about what is running.
    private func transient(more: String) {
        guard StandardError.isTerminal, !isQuiet else { return }
        StandardError.write("\r\u{1b}[K" + line.withLock { $0 }.visibleOnOneLine.prefix(80) + more)
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
