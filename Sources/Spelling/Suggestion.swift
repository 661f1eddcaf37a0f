/// The known word that a misspelt one was meant to be.
public enum Suggestion {
    /// `; did you mean 'integer'?`, or nothing where no word is near.
    public static func text(for word: String, among known: some Sequence<String>) -> String {
        nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// The word with the fewest edits, if these are few for its length.
    public static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        // Longer words are no misspellings, and comparing them would take long.
        guard word.utf8.count <= 64 else { return nil }
        let length = word.unicodeScalars.count
        // Of a single letter nothing would be left.
        let limit = min(max(1, length / 3), length - 1)
        var best: (word: String, distance: Int)?
        for candidate in known {
            let distance = editDistance(
                Array(word.lowercased().unicodeScalars), Array(candidate.lowercased().unicodeScalars))
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// How many insertions, deletions, substitutions and swaps of neighbours make one word the other.
    private static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for i in left.indices {
            var current = [i + 1]
            for j in right.indices {
                var distance = min(previous[j] + (left[i] == right[j] ? 0 : 1), previous[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    distance = min(distance, beforePrevious[j - 1] + 1)
                }
                current.append(distance)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
