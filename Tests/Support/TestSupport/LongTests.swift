import Foundation
import Testing

/// Whether the tests that take minutes run too: `Scripts/test --all` says so.
public let runsLongTests = ProcessInfo.processInfo.environment["ROSEY_TESTS"] == "all"

extension Trait where Self == ConditionTrait {
    /// A test that takes minutes. `Scripts/test --all` runs it; otherwise it is listed as not run.
    public static var long: Self { .enabled(if: runsLongTests, "takes minutes: Scripts/test --all runs it") }
}
