import RoseyModels
import RoseyRuntime

/// Where the bytes of new tokens come from.
public struct TokenSource: Sendable {
    let bytes: @Sendable (Int) -> [UInt8]

    public init(_ bytes: @escaping @Sendable (_ count: Int) -> [UInt8]) {
        self.bytes = bytes
    }

    /// The computer's source of randomness, fit for secrets.
    public static let system = TokenSource { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// A key to the bot's HTTP interface, as it may be shown.
public struct APITokenSummary: Sendable, Hashable {
    /// Its first eight characters, and three dots.
    public let shortToken: String
    public let description: String?
    /// In Unix seconds.
    public let createdAt: Int
    public let lastUsed: Int?
    public let isActive: Bool
}

extension RoseyDatabase {
    /// Makes a token: 32 random bytes in the alphabet of URLs. It cannot be had again later.
    ///
    /// - Throws: `DatabaseError`
    public func generateAPIToken(description: String = "") async throws -> String {
        let token = Base64URL.text(tokenSource.bytes(32))
        try await database.apiTokens.insert(.init(token: token, description: description, createdAt: now))
        return token
    }

    /// Whether a token is a good one, which is then noted as used now.
    ///
    /// - Throws: `DatabaseError`
    public func validateAPIToken(_ token: String) async throws -> Bool {
        guard !token.utf8.isEmpty else { return false }
        // The database finds those that begin alike; the rest is compared here, in a time that tells nothing.
        let prefix = token.firstCharacters(8)
        let candidates = try await database.apiTokens.where { $0.isActive == true && $0.token.hasPrefix(prefix) }
            .fetchAll()
        var match: ApiToken?
        for candidate in candidates where candidate.token.equalsInConstantTime(token) { match = candidate }
        guard let match else { return false }
        let now = now
        return try await database.apiTokens.where { $0.id == match.id && $0.isActive == true }.update {
            $0.lastUsed = now
        } > 0
    }

    /// Takes tokens back: every active one that begins so, if that is eight characters or more, or else the one that is
    /// exactly so.
    ///
    /// - Returns: how many.
    /// - Throws: `DatabaseError`
    @discardableResult
    public func revokeAPIToken(_ token: String) async throws -> Int {
        guard !token.utf8.isEmpty else { return 0 }
        let isPrefix = token.unicodeScalars.count >= 8
        return try await database.apiTokens
            .where { ($0.isActive == true) && (isPrefix ? $0.token.hasPrefix(token) : $0.token == token) }
            .update { $0.isActive = false }
    }

    /// The tokens, the newest first, none of them in full.
    ///
    /// - Throws: `DatabaseError`
    public func apiTokens(includeRevoked: Bool = false) async throws -> [APITokenSummary] {
        try await database.apiTokens
            .where { includeRevoked ? $0.id >= .min : $0.isActive == true }
            .order { [$0.createdAt.descending, $0.id.descending] }
            .fetchAll()
            .map {
                APITokenSummary(
                    shortToken: $0.token.firstCharacters(8) + "...", description: $0.description,
                    createdAt: $0.createdAt,
                    lastUsed: $0.lastUsed, isActive: $0.isActive)
            }
    }
}

extension String {
    /// The first characters as a database counts them, by code points.
    fileprivate func firstCharacters(_ count: Int) -> String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(count)))
    }

    /// Compares all bytes, wherever the first difference is. How long the texts are is no secret.
    fileprivate func equalsInConstantTime(_ other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        var difference: UInt8 = 0
        for (one, two) in zip(utf8, other.utf8) { difference |= one ^ two }
        return difference == 0
    }
}

/// Base 64 in the alphabet of URLs, without padding (RFC 4648, section 5).
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    static func text(_ bytes: [UInt8]) -> String {
        var text = ""
        var rest = bytes[...]
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            let number = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0...group.count { text.append(alphabet[(number >> (18 - 6 * position)) & 63]) }
        }
        return text
    }
}
