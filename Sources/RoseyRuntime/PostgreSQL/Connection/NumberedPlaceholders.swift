#if PostgreSQL
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
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                // What is quoted is left as it is. A doubled quote ends one text and begins the next.
                result.append(byte)
                while let inner = rest.popFirst() {
                    result.append(inner)
                    if inner == byte { break }
                }
            case mark:
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                rest = rest.dropFirst(digits.count)
                // A number that no statement has so many values for is left to the server to refuse.
                let number = digits.isEmpty ? greatest + 1 : Int(String(digits) ?? "") ?? .max
                greatest = max(greatest, min(number, 1 << 16))
                result += replacement(number).utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
#endif
