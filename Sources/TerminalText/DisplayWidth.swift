extension String {
    /// How many columns of a terminal it takes.
    public var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }
}

extension Character {
    /// How many columns of a terminal it takes: two for emoji and the wide characters of East Asia, none for what cannot be
    /// seen. Terminals disagree about the newest emoji.
    public var displayWidth: Int {
        guard let first = unicodeScalars.first else { return 0 }
        // U+FE0F asks for the picture of a character that also has a plain form.
        if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{fe0f}") || first.isWide { return 2 }
        switch first.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: return 0
        default: return 1
        }
    }
}

extension Unicode.Scalar {
    /// The blocks whose characters are wide or full-width by Unicode's annex 11.
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff,
            0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd:
            true
        default: false
        }
    }
}
