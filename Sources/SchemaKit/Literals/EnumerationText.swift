/// The words of an enum as its type lists them: separated by commas, in single quotes where a word has one of its own or a
/// blank at its end.
enum EnumerationText {
    struct Mistake: Error {
        let message: String
    }

    static func words(of text: String) throws(Mistake) -> [String] {
        var words: [String] = []
        var rest = text[...]
        while true {
            while rest.first?.isWhitespace == true { rest.removeFirst() }
            words.append(rest.first == "'" ? try quoted(&rest) : try bare(&rest))
            while rest.first?.isWhitespace == true { rest.removeFirst() }
            guard let next = rest.popFirst() else { return words }
            guard next == "," else { throw Mistake(message: "a ',' is missing after the word '\(words.last ?? "")'") }
        }
    }

    /// The word as ``words(of:)`` reads it.
    static func spelling(of word: String) -> String {
        let isPlain = word.trimmed == word && !word.contains(",") && word.first != "'" && word.first != "\""
        return isPlain ? word : "'" + word.replacing("'", with: "''") + "'"
    }

    private static func quoted(_ rest: inout Substring) throws(Mistake) -> String {
        rest.removeFirst()
        var word = ""
        while let character = rest.popFirst() {
            if character == "'" {
                guard rest.first == "'" else {
                    if word.isEmpty { throw Mistake(message: "a word of the enum is missing") }
                    return word
                }
                rest.removeFirst()
            }
            word.append(character)
        }
        throw Mistake(message: "the quote before the word '\(word)' is never closed")
    }

    private static func bare(_ rest: inout Substring) throws(Mistake) -> String {
        let word = String(rest.prefix { $0 != "," }).trimmed
        if word.isEmpty { throw Mistake(message: "a word of the enum is missing") }
        if word.first == "\"" { throw Mistake(message: "write the word \(word) without quotes, or in single ones") }
        rest = rest.drop { $0 != "," }
        return word
    }
}
