/// How much is logged. The words are those of swift-log, so `Logger.Level(rawValue: level.rawValue)` is the same level.
public enum LogLevel: String, CaseIterable, Sendable, Hashable {
    case trace, debug, info, notice, warning, error, critical
}
