/// A revision as people name it: its id, or enough of the beginning of it.
struct RevisionID {
    let text: String

    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) {
        self.text = text
    }

    func find(in ids: [String]) throws -> String {
        if ids.contains(text) { return text }
        let matches = text.isEmpty ? [] : ids.filter { $0.hasPrefix(text) }
        switch matches.count {
        case 1: return matches[0]
        case 0: throw Mistake(description: "there is no revision '\(text)'")
        default: throw Mistake(description: "'\(text)' could be \(matches.joined(separator: " or "))")
        }
    }
}
