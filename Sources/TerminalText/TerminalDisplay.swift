import Foundation

/// What can be shown where standard output goes.
public struct TerminalDisplay: Sendable, Hashable {
    /// In columns.
    public let width: Int
    public let hasColor: Bool

    public init(width: Int, hasColor: Bool) {
        self.width = width
        self.hasColor = hasColor
    }

    /// The terminal's width and colour; without a terminal, 80 columns without colour. `NO_COLOR` turns colour off
    /// (<https://no-color.org>).
    public static func standardOutput(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> TerminalDisplay {
        var size = winsize()
        guard isatty(STDOUT_FILENO) != 0 else { return TerminalDisplay(width: 80, hasColor: false) }
        let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
        let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return TerminalDisplay(width: isKnown ? Int(size.ws_col) : 80, hasColor: !isPlain)
    }
}
