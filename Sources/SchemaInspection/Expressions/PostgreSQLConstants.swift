import SchemaKit

/// Constants in the texts that PostgreSQL prints in UTC and ISO style.
enum PostgreSQLConstants {
    /// An instant as the language writes it. One without a zone is of UTC, as the sessions of the runtime are.
    static func instant(_ text: String) -> String? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count <= 2, let day = parts.first else { return nil }
        guard parts.count == 2 else { return day.count == 10 ? day + "T00:00:00Z" : nil }
        var time = parts[1]
        if time.hasSuffix("+00") { time = time.dropLast(3) }
        guard time.allSatisfy({ $0.isNumber || $0 == ":" || $0 == "." }) else { return nil }
        return "\(day)T\(time)Z"
    }
}
