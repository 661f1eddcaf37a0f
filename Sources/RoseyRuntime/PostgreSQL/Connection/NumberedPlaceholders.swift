#if PostgreSQL
import ExactText

/// The places in SQL where values go.
enum NumberedPlaceholders {
    /// Writes the placeholders `?` and `?1` of dynamic SQL as PostgreSQL's `$1`.
    static func sql(_ text: String) -> String {
        replace("?", in: text) { "$\($0)" }
    }

    /// Puts something else in the place of each placeholder, which is a mark and its number, or the mark alone for the next one.
    static func replace(_ mark: Unicode.Scalar, in text: String, with replacement: (Int) -> String) -> String {
        let mark = UInt8(ascii: mark)
        guard text.utf8.contains(mark) else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + 16)
        // The greatest number so far: a placeholder without one is the next.
        var greatest = 0
        func replacePlaceholders(in part: Substring.UTF8View) {
            var rest = part
            while let byte = rest.popFirst() {
                guard byte == mark else {
                    result.append(byte)
                    continue
                }
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                rest = rest.dropFirst(digits.count)
                // A number that no statement has so many values for is left to the server to refuse.
                let number = digits.isEmpty ? greatest + 1 : Int(String(digits) ?? "") ?? .max
                greatest = max(greatest, min(number, 1 << 16))
                result += replacement(number).utf8
            }
        }
        // What is quoted, and what comments say, is left as it is.
        var lexer = SQLLexer(text, .postgresql)
        var rest = text.utf8[...]
        var start = 0
        while let token = lexer.next() {
            guard [.text, .bits, .name, .comment].contains(token.kind) else { continue }
            replacePlaceholders(in: rest.prefix(token.range.lowerBound - start))
            rest = rest.dropFirst(token.range.lowerBound - start)
            result += rest.prefix(token.range.count)
            rest = rest.dropFirst(token.range.count)
            start = token.range.upperBound
        }
        replacePlaceholders(in: rest)
        return String(decoding: result, as: UTF8.self)
    }
}
#endif
