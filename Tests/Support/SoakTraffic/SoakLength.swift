import Foundation

/// How long bots soak.
public enum SoakLength: Sendable {
    /// So many operations of each bot.
    case operations(Int)
    case seconds(Int)

    /// `ROSEY_SOAK_SECONDS`, or short without it.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        if let seconds = environment["ROSEY_SOAK_SECONDS"].flatMap({ Int($0) }) {
            self = .seconds(seconds)
        } else {
            self = .operations(200)
        }
    }
}
