/// Decimal numbers as text.
enum DecimalText {
    /// The number with exactly `scale` digits after the point and no zeros before it that say nothing; `nil` where the
    /// text is no number, or one that does not fit.
    static func canonical(_ text: String, precision: Int, scale: Int) -> String? {
        var digits = text[...]
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty,
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } })
        else { return nil }
        var fraction = parts.count == 2 ? String(parts[1]) : ""
        if parts.count == 2, fraction.isEmpty { return nil }
        while fraction.utf8.count > scale {
            guard fraction.last == "0" else { return nil }
            fraction.removeLast()
        }
        fraction += String(repeating: "0", count: scale - fraction.utf8.count)
        var whole = String(parts[0].drop { $0 == "0" })
        guard whole.utf8.count <= precision - scale else { return nil }
        if whole.isEmpty { whole = "0" }
        let number = scale == 0 ? whole : whole + "." + fraction
        return isNegative && number.contains { ("1"..."9").contains($0) } ? "-" + number : number
    }
}
