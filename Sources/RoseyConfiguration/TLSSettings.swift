import Foundation
import RoseyRuntime

/// How connections to PostgreSQL are encrypted, as far as the address does not say it itself.
struct TLSSettings {
    /// libpq's `sslmode`.
    enum Mode: String, CaseIterable {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    var mode: Mode?
    /// Paths of files.
    var rootCertificate: String?
    var certificate: String?
    var key: String?

    /// The address with the parameters that it has not got. That of a SQLite database stays as it is.
    func added(to url: DatabaseURL) throws(DatabaseError) -> DatabaseURL {
        guard url.isServer else { return url }
        let query = url.string.drop { $0 != "?" }
        let present = Set(query.dropFirst().split(separator: "&").map { $0.prefix { $0 != "=" } })
        let parameters: [(names: [Substring], value: String?)] = [
            (["sslmode", "ssl"], mode?.rawValue), (["sslrootcert"], rootCertificate), (["sslcert"], certificate),
            (["sslkey"], key),
        ]
        let missing = parameters.compactMap { names, value in
            present.isDisjoint(with: names) ? value.map { "\(names[0])=\(Self.encoded($0))" } : nil
        }
        guard !missing.isEmpty else { return url }
        let separator = query.isEmpty ? "?" : query.count == 1 || query.hasSuffix("&") ? "" : "&"
        return try DatabaseURL(url.string + separator + missing.joined(separator: "&"))
    }

    private static func encoded(_ value: String) -> String {
        value.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed.subtracting(.init(charactersIn: "&=+;")))
            ?? value
    }
}
