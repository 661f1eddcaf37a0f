/// Counts from zero to a round number, with marks at round numbers.
struct ValueAxis {
    let step: Double
    /// The number of steps.
    let count: Int

    /// - Parameters:
    ///   - highest: what there must be room for.
    ///   - most: how many steps there are at most.
    init(highest: Int, steps most: Int) {
        let highest = Double(max(highest, 1))
        // The smallest of 1, 2, 5, 10, 20, … that needs no more steps.
        var step = 1.0
        for factor in Self.factors where highest / step > Double(most) { step *= factor }
        self.step = step
        count = Int((highest / step).rounded(.up))
    }

    /// From each round number to the next, up to more than any `Int`.
    private static let factors = Array(repeating: [2.0, 2.5, 2.0], count: 19).flatMap { $0 }

    var top: Double { step * Double(count) }
    var ticks: [Double] { (0...count).map { step * Double($0) } }

    /// How high a value is, from 0 to 1.
    func position(_ value: Int) -> Double { min(max(Double(value) / top, 0), 1) }
}

/// Counts as short texts: exact while they are short, such as `9999` and `12k`, and else to two decimals.
enum CountText {
    static func text(_ count: Double) -> String {
        guard count >= 10_000 else { return String(Int(count.rounded())) }
        var rest = count
        var unit = ""
        for next in ["k", "M", "G", "T", "P", "E"] where rest >= 999.995 {
            rest /= 1000
            unit = next
        }
        let hundredths = Int((rest * 100).rounded())
        var decimals = hundredths % 100 == 0 ? "" : ".\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        if decimals.hasSuffix("0"), !decimals.isEmpty { decimals.removeLast() }
        return "\(hundredths / 100)\(decimals)\(unit)"
    }
}
