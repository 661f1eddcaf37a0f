/// Where a part of a schema was written.
///
/// A schema means the same wherever its text stands, so two origins are always equal: comparing two tables compares
/// what they are, not on which lines they were written.
public struct Origin: Hashable, Sendable {
    /// The place, or `nil` for a part that no file spells out: built in code, or read from a live database.
    public var span: SourceSpan?

    public init(_ span: SourceSpan? = nil) {
        self.span = span
    }

    public static func == (_: Origin, _: Origin) -> Bool { true }
    public func hash(into _: inout Hasher) {}
}
