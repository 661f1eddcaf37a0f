import Foundation

/// Says how far the day is: on a terminal in one line that is written over, elsewhere in a line every four hours.
struct ProgressLine {
    private let isTerminal = isatty(STDERR_FILENO) != 0
    private var last = -1

    mutating func show(_ time: Int, _ tally: Replay.Tally) {
        let step = time / (isTerminal ? 10 * 60 : 4 * 3600)
        guard step != last else { return }
        last = step
        let clock = String(format: "%02d:%02d", time / 3600, time / 60 % 60)
        let text = "\(clock)  \(tally.users) users, \(tally.lines) lines, \(tally.sent) messages sent"
        guard isTerminal else { return write(text + "\n") }
        let done = time * 24 / Day.length
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: 24 - done)
        write("\r\u{1b}[K\(bar)  \(text)")
    }

    func end() {
        if isTerminal { write("\r\u{1b}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
