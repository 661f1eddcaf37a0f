/// What is wrong with a configuration: every mistake, each with its key and where that is. No value is repeated, since it may
/// be a secret.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A sentence for each, such as `database_settings.pool.maximum in config.json must be a whole number from 1 to 1000`.
    public let mistakes: [String]

    public var description: String { mistakes.joined(separator: "\n") }
}
