#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Searches by bytes, as databases and compilers read a text: to Swift, a quote and an accent after it are one character,
/// which is not a quote.
///
/// C makes them: the generator runs in debug builds too, where a loop of Swift over a text takes a hundred times as long.
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

    /// The text with another one for each place where this part stands, whatever marks stand beside it.
    package func replacing(_ part: String, by other: String) -> String {
        withCString { bytes in
            part.withCString { partBytes in
                let count = utf8.count
                let length = part.utf8.count
                guard length > 0 else { return self }
                var result: [UInt8] = []
                // What is copied to the result so far, and where the search goes on.
                var copied = 0
                var position = 0
                while count - position >= length,
                    let found = memchr(bytes + position, Int32(partBytes[0]), count - position - length + 1)
                {
                    let place = UnsafeRawPointer(found) - UnsafeRawPointer(bytes)
                    position = place + 1
                    guard memcmp(found, partBytes, length) == 0 else { continue }
                    result.append(contentsOf: UnsafeRawBufferPointer(start: bytes + copied, count: place - copied))
                    result.append(contentsOf: other.utf8)
                    position = place + length
                    copied = position
                }
                if copied == 0 { return self }
                result.append(contentsOf: UnsafeRawBufferPointer(start: bytes + copied, count: count - copied))
                return String(decoding: result, as: UTF8.self)
            }
        }
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
