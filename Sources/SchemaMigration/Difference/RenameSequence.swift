/// Renames that happen at once, as steps that happen one after another. Names that change places go through a third one.
enum RenameSequence {
    static func steps(of renames: [String: String]) -> [(from: String, to: String)] {
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
                let third = Self.third(pending[0].key)
                steps.append((pending[0].key, third))
                pending[0].key = third
            }
        }
        return steps
    }

    /// A name that no schema has.
    static func third(_ name: String) -> String { ("rosey_old_" + name).cut(to: 63) }
}
