/// A pattern of SQL's `LIKE`, with `\` as the escape.
struct LikePattern {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// The pattern that matches just this text.
    init(literal: String) {
        var text = String.UnicodeScalarView()
        for scalar in literal.unicodeScalars {
            if scalar == "%" || scalar == "_" || scalar == "\\" { text.append("\\") }
            text.append(scalar)
        }
        self.text = String(text)
    }

    /// The same pattern in the language of SQLite's `GLOB`.
    var glob: String {
        var glob = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\" where !isEscaped:
                isEscaped = true
                continue
            case "%" where !isEscaped: glob.append("*")
            case "_" where !isEscaped: glob.append("?")
            case "*", "?", "[": glob.append(contentsOf: "[\(scalar)]".unicodeScalars)
            default: glob.append(scalar)
            }
            isEscaped = false
        }
        return String(glob)
    }
}
