import TerminalText

/// Prints a line for people. Names and messages in it may come from anywhere, so this takes the place of Swift's own `print`
/// in the whole program. It has the same signature: otherwise Swift's own would be chosen.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
    Swift.print(items.map { "\($0)" }.joined(separator: separator).visible, terminator: terminator)
}

/// What goes to other programs.
enum StandardOutput {
    /// Writes a text byte for byte.
    static func write(_ text: String) {
        Swift.print(text, terminator: "")
    }
}
