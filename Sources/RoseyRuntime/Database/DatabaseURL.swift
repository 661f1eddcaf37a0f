import ExactText

/// The address of a database: `sqlite:///relative.db`, `sqlite:////absolute.db`, `sqlite:///:memory:`.
///
/// The spellings `sqlite+aiosqlite://` and the like, which configuration files for SQLAlchemy use, mean the same.
public struct DatabaseURL: Sendable, Hashable {
    public enum Location: Sendable, Hashable {
        case sqliteFile(path: String)
        case sqliteMemory
        case postgresql
    }

    public let location: Location

    /// Whether a server is there, and no file.
    package var isServer: Bool {
        switch location {
        case .sqliteFile, .sqliteMemory: false
        case .postgresql: true
        }
    }

    /// The address as given. It may contain a password: show ``description`` instead.
    public let string: String

    public init(_ string: String) throws(DatabaseError) {
        guard let separator = string.firstRange(ofLiteral: "://") else {
            throw Self.refusal("it has no scheme")
        }
        let scheme = string[..<separator.lowerBound].lowercased()
        let rest = string[separator.upperBound...]
        self.string = string
        switch scheme {
        case "sqlite", "sqlite+aiosqlite", "sqlite3":
            guard let slash = rest.first, slash == "/" else {
                throw Self.refusal(
                    "a SQLite address has three slashes before a relative path and four before an absolute one")
            }
            let path = rest.dropFirst()
            guard !path.contains("?"), !path.contains("#") else {
                throw Self.refusal("a SQLite address takes no options after the path")
            }
            let decoded = try Self.removingPercentEncoding(path)
            guard !decoded.isEmpty else { throw Self.refusal("the path of the database file is missing") }
            guard !decoded.utf8.contains(0) else { throw Self.refusal("the path contains a NUL") }
            location = decoded == ":memory:" ? .sqliteMemory : .sqliteFile(path: decoded)
        case "postgresql", "postgres", "postgresql+asyncpg", "postgres+asyncpg":
            location = .postgresql
        default:
            throw Self.refusal("the scheme is unknown")
        }
    }

    /// The address in the one scheme that libpq knows, and with its name for what asyncpg calls `ssl`.
    var libpq: String {
        guard let separator = string.firstRange(ofLiteral: "://") else { return string }
        var address = "postgresql://" + string[separator.upperBound...]
        if string[..<separator.lowerBound].lowercased().hasSuffix("+asyncpg") {
            for mark in ["?ssl=", "&ssl="] {
                if let place = address.firstRange(ofLiteral: mark) {
                    address.replaceSubrange(place, with: "\(mark.prefix(1))sslmode=")
                }
            }
        }
        return address
    }

    /// The address of a SQLite file.
    public init(sqlitePath path: String) {
        location = path == ":memory:" ? .sqliteMemory : .sqliteFile(path: path)
        string = "sqlite:///" + path.replacing("%", by: "%25").replacing("?", by: "%3F").replacing("#", by: "%23")
    }

    /// Never repeats the address: what is not understood may be a password all the same.
    private static func refusal(_ reason: String) -> DatabaseError {
        DatabaseError(
            .connection,
            "the database URL is not understood: \(reason); write sqlite:///file.db, sqlite:////absolute/path/file.db, "
                + "sqlite:///:memory: or postgresql://user@host/name")
    }

    private static func removingPercentEncoding(_ text: Substring) throws(DatabaseError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            let areHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
            guard digits.count == 2, areHexadecimal,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else {
                throw refusal("a '%' in it is not followed by two hexadecimal digits (a '%' itself is written %25)")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw refusal("it is not UTF-8") }
        return decoded
    }
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address without the password, and without options, which may hold another one.
    public var description: String {
        switch location {
        case .sqliteMemory: return "sqlite:///:memory:"
        case .sqliteFile(let path): return "sqlite:///\(path)"
        case .postgresql:
            guard let separator = string.firstRange(ofLiteral: "://") else { return "postgresql://" }
            let rest = string[separator.upperBound...]
            let authority = rest.prefix { !"/?#".contains($0) }
            let path = rest[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
            let at = authority.lastIndex(of: "@")
            let hosts = at.map { authority[authority.index(after: $0)...] } ?? authority
            let user = at.map { authority[..<$0].prefix { $0 != ":" } + "@" } ?? ""
            // An '@' elsewhere, or what stands for a port, may belong to a password that was not encoded.
            let signs = rest.count { $0 == "@" }
            let isClear = signs == (at == nil ? 0 : 1) && Self.hasPorts(hosts)
            return isClear ? "postgresql://\(user)\(hosts)\(path)" : "postgresql://…"
        }
    }

    /// Whether there are numbers alone where ports go.
    private static func hasPorts(_ hosts: Substring) -> Bool {
        hosts.split(separator: ",").allSatisfy { host in
            let end = host.hasPrefix("[") ? host.firstIndex(of: "]") : nil
            let rest = end.map { host[$0...] } ?? host
            return rest.drop { $0 != ":" }.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        }
    }

    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

extension StringProtocol {
    fileprivate func firstRange(ofLiteral needle: String) -> Range<Index>? { utf8.firstRange(of: needle.utf8) }
}
