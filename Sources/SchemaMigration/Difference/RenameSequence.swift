import ExactText

/// Renames that happen at once, as steps that happen one after another. Names that change places go through a third one.
enum RenameSequence {
    /// - Parameter names: all names that are there before or afterwards, which no third one may be.
    static func steps(of renames: [String: String], among names: [String]) -> [(from: String, to: String)] {
        var taken = names
        var steps: [(String, String)] = []
        // To databases that do not tell them apart, a name in other letters is taken.
        var pending = renames.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        while !pending.isEmpty {
            let free = pending.firstIndex { _, target in
                !pending.contains { $0.key.lowercased() == target.lowercased() }
            }
            if let free {
                let (source, target) = pending.remove(at: free)
                steps.append((source, target))
            } else {
                let third = Self.third(pending[0].key, among: taken)
                taken.append(third)
                steps.append((pending[0].key, third))
                pending[0].key = third
            }
        }
        return steps
    }

    /// A name like none of these.
    static func third(_ name: String, among names: [String]) -> String {
        let taken = Set(names.map { $0.lowercased() })
        var third = ("rosey_old_" + name).cut(to: 63)
        var number = 2
        while taken.contains(third.lowercased()) {
            third = "rosey_old\(number)_\(name)".cut(to: 63)
            number += 1
        }
        return third
    }
}
