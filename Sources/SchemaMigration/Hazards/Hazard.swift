public import Dialects

/// Something that a reviewer of a migration has to know.
public struct Hazard: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Values go, and nothing brings them back.
        case dataLoss = "data loss"
        /// Taking the revision back does not bring back what was there.
        case irreversible
        /// It only works if the rows are as it wants them.
        case conditional
        /// Every row is written again.
        case rewrite
        /// Others have to wait for long.
        case longLock = "long lock"
        /// Others have to wait for a moment, and behind those who use the table already.
        case lock
        /// An index is built while others read and write.
        case indexBuild = "index build"
        /// Programs that still run with the schema before do not work with this one.
        case incompatible
    }

    public var kind: Kind
    /// The database that it concerns; `nil` for both.
    public var dialect: Dialect?
    /// `users.email`
    public var subject: String
    /// What happens, in words.
    public var text: String

    /// Short, and the same for the same hazard: what is written down where it is agreed to.
    public var key: String { "\(kind.rawValue): \(subject)" }

    /// Whether somebody has to agree to it.
    public var needsConsent: Bool { kind == .dataLoss }
}
