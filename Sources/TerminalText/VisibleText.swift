extension String {
    /// The text as it can be shown to people: characters that would move a terminal's cursor, change its colours or turn the
    /// direction of text around are spelled as in Swift, `\u{1b}`. Ends of lines and tabs stay.
    public var visible: String {
        guard unicodeScalars.contains(where: \.isHidden) else { return self }
        var result = UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isHidden {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// The same for a text that has to stay on its line.
    public var visibleOnOneLine: String {
        var result = UnicodeScalarView()
        for scalar in visible.unicodeScalars {
            switch scalar {
            case "\n", "\t", "\u{2028}", "\u{2029}": result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// Whether it acts on what is shown instead of being shown.
    fileprivate var isHidden: Bool {
        switch value {
        case 0x09, 0x0a: false
        // Overrides and isolates of the direction of text.
        case 0x202a...0x202e, 0x2066...0x2069: true
        default: properties.generalCategory == .control
        }
    }
}
