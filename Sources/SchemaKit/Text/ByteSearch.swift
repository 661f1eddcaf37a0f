#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Searches that C makes: the generator runs in debug builds too, where a loop of Swift over a text takes a hundred times as
/// long.
extension String {
    /// The number of Unicode scalars.
    package var scalarCount: Int { self[...].scalarCount }

    /// Whether this ASCII character is in the text.
    package func has(_ character: Unicode.Scalar) -> Bool {
        withCString { memchr($0, Int32(character.value), utf8.count) != nil }
    }

    /// `false` only where none of these characters is in the text; it is enough that a byte of one is.
    package func mayContain(anyOf characters: String) -> Bool {
        // Not the strings themselves as arguments, which would be copied. It stops at a NUL as well.
        withCString { text in characters.withCString { strcspn(text, $0) } } < utf8.count
    }

    /// Whether the other text is part of this one, as far as neither has a NUL.
    package func has(part other: String) -> Bool {
        withCString { text in other.withCString { strstr(text, $0) } } != nil
    }

    /// Whether there is a control character, a line's end included.
    package var hasControlCharacter: Bool {
        mayContain(anyOf: Self.controlCharacters)
            && unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// Those of ASCII but for NUL, which is always found, and one of the others, whose first byte is the same.
    package static let controlCharacters =
        String(String.UnicodeScalarView((1..<0x20).map(Unicode.Scalar.init))) + "\u{7f}\u{80}"

    /// What is between the places where this ASCII character stands.
    package func parts(between separator: Unicode.Scalar) -> [Substring] {
        guard has(separator) else { return [self[...]] }
        var parts: [Substring] = []
        var start = startIndex
        withCString { bytes in
            let count = utf8.count
            var rest = 0
            while let found = memchr(bytes + rest, Int32(separator.value), count - rest) {
                let place = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
                let end = utf8.index(startIndex, offsetBy: place)
                parts.append(self[start..<end])
                start = utf8.index(after: end)
                rest = place + 1
            }
        }
        parts.append(self[start...])
        return parts
    }

    /// The lines, whatever ends them.
    package var lines: [Substring] {
        // A character is slow to find, and most texts have no other end of a line than this one.
        mayContain(anyOf: "\u{b}\u{c}\r\u{85}\u{2028}\u{2029}")
            ? split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) : parts(between: "\n")
    }

    /// The text with another one for each place where this ASCII character stands.
    package func replacing(_ character: Unicode.Scalar, by other: String) -> String {
        guard has(character) else { return self }
        var result = ""
        for (number, part) in parts(between: character).enumerated() {
            if number > 0 { result += other }
            result.append(contentsOf: part)
        }
        return result
    }

    /// The position so many scalars further on, which is inside the text.
    package func index(_ start: Index, offsetByScalars distance: Int) -> Index {
        utf16.count == utf8.count
            ? utf8.index(start, offsetBy: distance) : unicodeScalars.index(start, offsetBy: distance)
    }
}

extension Substring {
    /// The number of Unicode scalars.
    package var scalarCount: Int {
        // Both are known without counting, and the same only for ASCII.
        let bytes = utf8.count
        return utf16.count == bytes ? bytes : unicodeScalars.count
    }
}
