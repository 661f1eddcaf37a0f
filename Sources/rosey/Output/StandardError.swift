import Foundation
import TerminalText

/// What is said beside a command's result.
enum StandardError {
    static func print(_ line: String) {
        write(line.visible + "\n")
    }

    static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// Whether a person is likely to read it at once.
    static var isTerminal: Bool { isatty(STDERR_FILENO) != 0 }
}
