#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Where the time comes from, in whole Unix seconds.
public struct UnixClock: Sendable {
    let now: @Sendable () -> Int

    public init(_ now: @escaping @Sendable () -> Int) {
        self.now = now
    }

    /// The computer's clock.
    public static let system = UnixClock { time(nil) }
}

extension Int {
    /// The difference, or the nearest number there is: windows of any size are asked for.
    func minusSaturating(_ other: Int) -> Int {
        let (difference, isTooFar) = subtractingReportingOverflow(other)
        return isTooFar ? (other > 0 ? .min : .max) : difference
    }

    func timesSaturating(_ other: Int) -> Int {
        let (product, isTooFar) = multipliedReportingOverflow(by: other)
        return isTooFar ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}
