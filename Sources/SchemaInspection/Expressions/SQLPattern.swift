/// What a text is compared with by `LIKE` and its kin: characters, and places for any of them.
struct SQLPattern: Hashable {
    enum Part: Hashable {
        case character(Unicode.Scalar)
        case one, many
    }

    let parts: [Part]
    let isCaseSensitive: Bool

    /// A pattern of PostgreSQL, where a backslash takes a sign for itself.
    init?(postgreSQL text: String, isCaseSensitive: Bool) {
        var parts: [Part] = []
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where isEscaped: (parts, isEscaped) = (parts + [.character(scalar)], false)
            case "\\": isEscaped = true
            case "%": parts.append(.many)
            case "_": parts.append(.one)
            default: parts.append(.character(scalar))
            }
        }
        if isEscaped { return nil }
        self.parts = parts
        self.isCaseSensitive = isCaseSensitive
    }

    /// A pattern of SQLite's `LIKE`, which takes no account of case.
    init(sqlite text: String) {
        parts = text.unicodeScalars.map { $0 == "%" ? .many : $0 == "_" ? .one : .character($0) }
        isCaseSensitive = false
    }

    /// A pattern of `GLOB`; nothing for one with sets of characters.
    init?(glob text: String) {
        if text.contains("[") { return nil }
        parts = text.unicodeScalars.map { $0 == "*" ? .many : $0 == "?" ? .one : .character($0) }
        isCaseSensitive = true
    }

    /// SQLite's operator and pattern; nothing for what only an escape could say.
    var sqlite: (word: String, pattern: String)? {
        if isCaseSensitive {
            return (
                "GLOB",
                text(one: "?", many: "*") { "*?[".unicodeScalars.contains($0) ? "[\($0)]" : String($0) }
            )
        }
        if parts.contains(where: { $0 == .character("%") || $0 == .character("_") }) { return nil }
        return ("LIKE", text(one: "_", many: "%") { String($0) })
    }

    /// PostgreSQL's.
    var postgreSQL: (word: String, pattern: String) {
        (
            isCaseSensitive ? "LIKE" : "ILIKE",
            text(one: "_", many: "%") { "%_\\".unicodeScalars.contains($0) ? "\\\($0)" : String($0) }
        )
    }

    private func text(one: String, many: String, _ character: (Unicode.Scalar) -> String) -> String {
        parts.map { part in
            switch part {
            case .one: one
            case .many: many
            case .character(let scalar): character(scalar)
            }
        }.joined()
    }
}
