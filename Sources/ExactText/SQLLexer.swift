#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Reads SQL text in tokens, byte by byte, as one database does.
///
/// It never fails: what a comment or a quote begins and the text does not end is a token up to the end of the text, and
/// says so. White space is what lies between the tokens.
package struct SQLLexer {
    package struct Token: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            /// `-- …` without the end of its line, or `/* … */`.
            case comment
            /// A bare word: a keyword, a name.
            case word
            /// A name in quotes.
            case name
            /// A constant in quotes, of single ones or of dollars, with the letter before it if there is one.
            case text
            /// `X'00ff'`, and PostgreSQL's `B'01'`.
            case bits
            case number
            /// A place for a value, such as `?1` or `$1`.
            case parameter
            /// An operator, or any other character.
            case sign
        }

        package let kind: Kind
        /// Its bytes in the text.
        package let range: Range<Int>
        /// Whether the text has the end of the comment or the quote.
        package let isClosed: Bool
    }

    private let bytes: [UInt8]
    private let rules: Rules
    private var position = 0

    package init(_ text: some StringProtocol, _ rules: Rules) {
        bytes = Array(text.utf8)
        self.rules = rules
    }

    /// The tokens of a text, comments among them.
    package static func tokens(of text: some StringProtocol, _ rules: Rules) -> [Token] {
        var lexer = SQLLexer(text, rules)
        var tokens: [Token] = []
        while let token = lexer.next() { tokens.append(token) }
        return tokens
    }

    package mutating func next() -> Token? {
        skipBlanks()
        guard position < bytes.count else { return nil }
        let start = position
        let (kind, isClosed) = read()
        return Token(kind: kind, range: start..<position, isClosed: isClosed)
    }

    /// How often a line ends in these bytes.
    package func lineEnds(in range: Range<Int>) -> Int {
        bytes[range].indices.count { endsLine(at: $0) }
    }

    /// Whether the token is this character alone.
    package func isSign(_ character: Unicode.Scalar, _ token: Token) -> Bool {
        token.kind == .sign && token.range.count == 1 && bytes[token.range.lowerBound] == UInt8(ascii: character)
    }

    /// Where the quote of a token is: behind the letters that say what it is.
    package func opening(of token: Token) -> Int {
        guard [.text, .bits, .name].contains(token.kind) else { return token.range.lowerBound }
        return token.range.lowerBound + bytes[token.range].prefix { Self.isLetter($0) || $0 == UInt8(ascii: "&") }.count
    }

    /// Whether a word begins at this byte.
    package func isWord(at offset: Int) -> Bool { offset < bytes.count && Self.isLetter(bytes[offset]) }

    /// The bytes as a text.
    package func text(in range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    // MARK: - Tokens

    private mutating func read() -> (Token.Kind, isClosed: Bool) {
        let first = bytes[position]
        switch first {
        case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"):
            while position < bytes.count, !rules.endsLine(bytes[position]) { position += 1 }
            return (.comment, true)
        case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): return (.comment, skipComment())
        case UInt8(ascii: "'"): return (.text, skipText(hasEscapes: rules.hasEscapesInTexts))
        case UInt8(ascii: "\""): return (.name, skipQuoted(by: first))
        case UInt8(ascii: "`") where rules.hasNamesInOtherQuotes: return (.name, skipQuoted(by: first))
        case UInt8(ascii: "[") where rules.hasNamesInOtherQuotes:
            return (.name, skip(past: UInt8(ascii: "]"), from: position + 1))
        case UInt8(ascii: "$") where rules.hasDollarQuotes:
            if let tag = dollarTag() { return (.text, skipDollarQuoted(tag)) }
        case _ where Self.isLetter(first): return readWord()
        case _ where Self.isDigit(first), UInt8(ascii: ".") where Self.isDigit(byte(1)):
            skipNumber()
            return (.number, true)
        default: break
        }
        if skipParameter() { return (.parameter, true) }
        skipSign()
        return (.sign, true)
    }

    /// A word, or the constant that a letter begins.
    private mutating func readWord() -> (Token.Kind, isClosed: Bool) {
        let quote = UInt8(ascii: "'")
        switch bytes[position] | 0x20 {
        case UInt8(ascii: "x") where byte(1) == quote,
            UInt8(ascii: "b") where rules.hasPrefixedTexts && byte(1) == quote:
            position += 1
            return (.bits, skipText(hasEscapes: false))
        case UInt8(ascii: "e") where rules.hasPrefixedTexts && byte(1) == quote:
            position += 1
            return (.text, skipText(hasEscapes: true))
        case UInt8(ascii: "u") where rules.hasPrefixedTexts && byte(1) == UInt8(ascii: "&"):
            if byte(2) == quote {
                position += 2
                return (.text, skipText(hasEscapes: false))
            }
            if byte(2) == UInt8(ascii: "\"") {
                position += 2
                return (.name, skipQuoted(by: UInt8(ascii: "\"")))
            }
        default: break
        }
        while Self.isWordPart(byte()) || byte() == UInt8(ascii: "$") { position += 1 }
        return (.word, true)
    }

    /// Whatever the number is: with a point and an exponent, whose sign belongs to it, and letters that make it a mistake.
    private mutating func skipNumber() {
        let start = position
        func isPart(_ byte: UInt8) -> Bool {
            Self.isWordPart(byte) || byte == UInt8(ascii: ".") || (byte == UInt8(ascii: "$") && !rules.hasDollarQuotes)
        }
        while isPart(byte()) { position += 1 }
        let isHexadecimal = bytes[start] == UInt8(ascii: "0") && start + 1 < position && bytes[start + 1] | 0x20 == 0x78
        guard bytes[position - 1] | 0x20 == UInt8(ascii: "e"), !isHexadecimal,
            byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-"), Self.isDigit(byte(1))
        else { return }
        position += 1
        while Self.isWordPart(byte()) { position += 1 }
    }

    private mutating func skipSign() {
        if rules.hasOperatorsOfAnyLength, Self.isOperator(bytes[position]) { return skipOperator() }
        for sign in rules.signs where bytes[position...].starts(with: sign.utf8) {
            position += sign.utf8.count
            return
        }
        position += 1
    }

    /// As PostgreSQL does: a comment ends an operator, and so that `*-1` is two of them, it ends in a plus or minus only if it
    /// has a character that the standard's operators do not have.
    private mutating func skipOperator() {
        let start = position
        while Self.isOperator(byte()) {
            let pair = (byte(), byte(1))
            if pair == (UInt8(ascii: "-"), UInt8(ascii: "-")) || pair == (UInt8(ascii: "/"), UInt8(ascii: "*")) {
                break
            }
            position += 1
        }
        if bytes[start..<position].contains(where: { "~!@#%^&|`?".utf8.contains($0) }) { return }
        while position - start > 1, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position - 1]) {
            position -= 1
        }
    }

    private mutating func skipParameter() -> Bool {
        let mark = bytes[position]
        guard rules.parameterMarks.utf8.contains(mark) else { return false }
        var end = position + 1
        if rules.hasNamedParameters, mark != UInt8(ascii: "?") {
            guard let named = endOfNamedParameter() else { return false }
            end = named
        } else {
            while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
            if end == position + 1, mark != UInt8(ascii: "?") { return false }
        }
        position = end
        return true
    }

    /// SQLite's `:name`, and Tcl's `$name::space(anything)`.
    private func endOfNamedParameter() -> Int? {
        var end = position + 1
        var count = 0
        func byte(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }
        while true {
            if Self.isWordPart(byte(end)) || byte(end) == UInt8(ascii: "$") {
                count += 1
                end += 1
            } else if byte(end) == UInt8(ascii: "("), count > 0 {
                repeat { end += 1 } while byte(end) != 0 && !Self.isBlank(byte(end)) && byte(end) != UInt8(ascii: ")")
                return byte(end) == UInt8(ascii: ")") ? end + 1 : end
            } else if byte(end) == UInt8(ascii: ":"), byte(end + 1) == UInt8(ascii: ":") {
                end += 2
            } else {
                return count > 0 ? end : nil
            }
        }
    }

    // MARK: - Comments and quotes

    private mutating func skipComment() -> Bool {
        var depth = 1
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
                if depth == 0 { return true }
            } else if rules.nestsComments, bytes[position] == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else {
                position += 1
            }
        }
        return false
    }

    /// A text in single quotes, and to PostgreSQL also what goes on in quotes on another line.
    private mutating func skipText(hasEscapes: Bool) -> Bool {
        while true {
            guard hasEscapes ? skipEscaped() : skipQuoted(by: UInt8(ascii: "'")) else { return false }
            guard rules.hasPrefixedTexts, let next = continuation() else { return true }
            position = next
        }
    }

    /// What a quote begins here and the next one ends that is not doubled.
    private mutating func skipQuoted(by quote: UInt8) -> Bool {
        repeat {
            guard skip(past: quote, from: position + 1) else { return false }
        } while byte() == quote
        return true
    }

    private mutating func skipEscaped() -> Bool {
        let quote = UInt8(ascii: "'")
        position += 1
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\\") {
                position = min(position + 2, bytes.count)
            } else if bytes[position] != quote {
                position += 1
            } else if byte(1) == quote {
                position += 2
            } else {
                position += 1
                return true
            }
        }
        return false
    }

    /// Where a text goes on that has ended here: behind a line's end, with nothing but white space and comments of lines
    /// between.
    private func continuation() -> Int? {
        var place = position
        var hasLineEnd = false
        while place < bytes.count {
            if Self.isBlank(bytes[place]) {
                if rules.endsLine(bytes[place]) { hasLineEnd = true }
                place += 1
            } else if bytes[place...].starts(with: "--".utf8) {
                while place < bytes.count, !rules.endsLine(bytes[place]) { place += 1 }
            } else {
                return hasLineEnd && bytes[place] == UInt8(ascii: "'") ? place : nil
            }
        }
        return nil
    }

    /// `$$` or `$tag$`, if that is what begins here.
    private func dollarTag() -> ArraySlice<UInt8>? {
        var end = position + 1
        while end < bytes.count, Self.isLetter(bytes[end]) || (end > position + 1 && Self.isDigit(bytes[end])) {
            end += 1
        }
        return end < bytes.count && bytes[end] == UInt8(ascii: "$") ? bytes[position...end] : nil
    }

    private mutating func skipDollarQuoted(_ tag: ArraySlice<UInt8>) -> Bool {
        var place = position + tag.count
        while let found = find(UInt8(ascii: "$"), from: place) {
            place = found
            if bytes[place...].starts(with: tag) {
                position = place + tag.count
                return true
            }
            place += 1
        }
        position = bytes.count
        return false
    }

    private mutating func skip(past end: UInt8, from start: Int) -> Bool {
        guard let found = find(end, from: start) else {
            position = bytes.count
            return false
        }
        position = found + 1
        return true
    }

    /// C searches: texts in quotes can be long, and the generator runs in debug builds too.
    private func find(_ byte: UInt8, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return bytes.withUnsafeBytes { buffer -> Int? in
            guard let base = buffer.baseAddress,
                let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    // MARK: - Bytes

    private mutating func skipBlanks() {
        while position < bytes.count {
            if Self.isBlank(bytes[position]) {
                position += 1
            } else if rules.hasBlankByteOrderMarks, bytes[position] == 0xef, byte(1) == 0xbb, byte(2) == 0xbf {
                position += 3
            } else {
                return
            }
        }
    }

    /// NUL after the end.
    private func byte(_ offset: Int = 0) -> UInt8 {
        position + offset < bytes.count ? bytes[position + offset] : 0
    }

    /// A carriage return before a line feed ends the line with it.
    private func endsLine(at place: Int) -> Bool {
        guard rules.endsLine(bytes[place]) else { return false }
        return bytes[place] == UInt8(ascii: "\n") || place + 1 == bytes.count || bytes[place + 1] != UInt8(ascii: "\n")
    }

    package static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// As both databases see it: all that is not ASCII belongs to words.
    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isWordPart(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }

    private static func isOperator(_ byte: UInt8) -> Bool { "~!@#^&|`?+-*/%<>=".utf8.contains(byte) }
}

extension SQLLexer {
    /// What is in a name or a text, without its quotes and escapes (those of PostgreSQL's `U&` stay); of anything else, what
    /// it is.
    package func value(of token: Token) -> String {
        var rest = bytes[token.range]
        switch token.kind {
        case .name:
            if rest.first.map({ $0 | 0x20 == UInt8(ascii: "u") }) == true { rest = rest.dropFirst(2) }
            guard let quote = rest.popFirst() else { return "" }
            let end = quote == UInt8(ascii: "[") ? UInt8(ascii: "]") : quote
            if token.isClosed { rest = rest.dropLast() }
            return String(decoding: Self.undoubled(rest, end), as: UTF8.self)
        case .text:
            if rest.first == UInt8(ascii: "$") {
                let tag = rest.dropFirst().prefix { $0 != UInt8(ascii: "$") }.count + 2
                return String(decoding: rest.dropFirst(tag).dropLast(token.isClosed ? tag : 0), as: UTF8.self)
            }
            let hasEscapes =
                rules.hasPrefixedTexts && rest.first.map { $0 | 0x20 == UInt8(ascii: "e") } == true
                || (rules.hasEscapesInTexts && rest.first == UInt8(ascii: "'"))
            return String(decoding: constant(rest, hasEscapes: hasEscapes), as: UTF8.self)
        case .bits: return String(decoding: constant(rest, hasEscapes: false), as: UTF8.self)
        case .comment, .word, .number, .parameter, .sign: return String(decoding: rest, as: UTF8.self)
        }
    }

    private static func undoubled(_ bytes: ArraySlice<UInt8>, _ quote: UInt8) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            result.append(byte)
            if byte == quote, rest.first == quote { rest.removeFirst() }
        }
        return result
    }

    /// What is in the quotes of a constant, of which there can be several after one another.
    private func constant(_ bytes: ArraySlice<UInt8>, hasEscapes: Bool) -> [UInt8] {
        let quote = UInt8(ascii: "'")
        var result: [UInt8] = []
        var rest = bytes
        var isInside = false
        while let byte = rest.popFirst() {
            if !isInside {
                if byte == quote {
                    isInside = true
                } else if byte == UInt8(ascii: "-") {
                    // A comment between two parts.
                    rest = rest.drop { !rules.endsLine($0) }
                }
            } else if byte == quote {
                if rest.first == quote {
                    rest.removeFirst()
                    result.append(quote)
                } else {
                    isInside = false
                }
            } else if byte == UInt8(ascii: "\\"), hasEscapes {
                result += Self.escaped(&rest)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// What a backslash and these bytes stand for in `E'…'`.
    private static func escaped(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        guard let byte = rest.first else { return [] }
        func number(_ radix: Int, atMost count: Int) -> UInt32? {
            let digits = rest.prefix(count).prefix {
                Character(Unicode.Scalar($0)).hexDigitValue.map { $0 < radix } ?? false
            }
            rest = rest.dropFirst(digits.count)
            return UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
        }
        if (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) {
            return number(8, atMost: 3).map { [UInt8(truncatingIfNeeded: $0)] } ?? []
        }
        rest.removeFirst()
        switch byte {
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0c]
        case UInt8(ascii: "n"): return [0x0a]
        case UInt8(ascii: "r"): return [0x0d]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "v"): return [0x0b]
        case UInt8(ascii: "x"): return number(16, atMost: 2).map { [UInt8(truncatingIfNeeded: $0)] } ?? [byte]
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let scalar = number(16, atMost: byte == UInt8(ascii: "u") ? 4 : 8).flatMap(Unicode.Scalar.init)
            return scalar.map { Array(String(Character($0)).utf8) } ?? []
        default: return [byte]
        }
    }
}
