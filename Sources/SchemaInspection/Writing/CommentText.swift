/// Text that others have written, as comments of YAML can have it.
public enum CommentText {
    /// The lines of a text, with what no YAML file can have in it, nor a terminal should be sent, by its number.
    public static func lines(of text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            var printed = ""
            for scalar in line.unicodeScalars {
                switch scalar.value {
                case 0x09: printed += " "
                case ..<0x20, 0x7f...0x9f, 0xfeff, 0xfffe, 0xffff:
                    printed += "\\u{\(String(scalar.value, radix: 16))}"
                default: printed.unicodeScalars.append(scalar)
                }
            }
            return printed
        }
    }

    /// The text on one line.
    static func line(of text: String) -> String {
        lines(of: text).filter { !$0.isEmpty }.joined(separator: " ")
    }
}
