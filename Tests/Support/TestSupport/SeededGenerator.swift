import Foundation

/// A reproducible generator: with the seed that it prints in `ROSEY_TEST_SEED` a test runs again as it did.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    public let seed: UInt64
    private var state: UInt64

    /// Prints its seed at once, since a test that crashes says nothing of it afterwards.
    public init(file: StaticString = #fileID, line: Int = #line) {
        let given = ProcessInfo.processInfo.environment["ROSEY_TEST_SEED"].flatMap { UInt64($0) }
        self.init(seed: given ?? UInt64.random(in: 0...UInt64.max))
        FileHandle.standardError.write(Data("\(file):\(line): ROSEY_TEST_SEED=\(seed)\n".utf8))
    }

    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
