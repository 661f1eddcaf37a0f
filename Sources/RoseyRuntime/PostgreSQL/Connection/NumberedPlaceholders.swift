#if PostgreSQL
/// Writes the placeholders `?` and `?1` of dynamic SQL as PostgreSQL's `$1`.
enum NumberedPlaceholders {
    static func sql(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "?")) else { return text }
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
            case UInt8(ascii: "?"):
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                rest = rest.dropFirst(digits.count)
                let number = Int(String(digits) ?? "") ?? greatest + 1
                greatest = max(greatest, number)
                result += "$\(number)".utf8
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
#endif
