/// Text as a Swift string literal.
enum SwiftLiteral {
    static func string(_ text: String) -> String {
        "\"" + escaped(text, inMultiline: false) + "\""
    }

    /// The inside of a literal. In a multi-line one, quotes stand for themselves.
    static func escaped(_ text: String, inMultiline: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += inMultiline ? "\"" : "\\\""
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        // Three quotes would end a multi-line literal.
        return inMultiline ? result.replacing("\"\"\"", with: "\\\"\\\"\\\"") : result
    }

    /// The number of `#` that makes a raw literal of this text safe.
    static func rawDelimiter(for text: String) -> String {
        var longest = 0
        var run = -1
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                run = 0
            } else if scalar == "#", run >= 0 {
                run += 1
            } else {
                run = -1
            }
            longest = max(longest, run + 1)
        }
        return String(repeating: "#", count: max(1, longest))
    }
}
