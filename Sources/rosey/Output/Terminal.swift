import Foundation

/// A person who can be asked.
enum Terminal {
    static var isInteractive: Bool { isatty(STDIN_FILENO) != 0 && isOutput }
    /// Whether a person sees what is printed.
    static var isOutput: Bool { isatty(STDOUT_FILENO) != 0 }

    /// - Returns: `false` for anything but a clear yes.
    static func agree(_ question: String) -> Bool {
        print("\(question) [y/N] ", terminator: "")
        fflush(nil)
        guard let answer = readLine()?.lowercased() else { return false }
        return answer == "y" || answer == "yes"
    }
}
