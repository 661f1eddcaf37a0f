/// A pattern of SQL's `LIKE`, with `\` as the escape.
struct LikePattern {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    /// The pattern without an escape at its end, which escapes nothing and which PostgreSQL refuses.
    var like: String {
        let escapes = text.utf8.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        return escapes.isMultiple(of: 2) ? text : String(text.dropLast())
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
