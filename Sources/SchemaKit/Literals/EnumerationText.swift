import ExactText

/// The words of an enum as its type lists them: separated by commas, in single quotes where a word has one of its own or a
/// blank at its end.
enum EnumerationText {
    struct Mistake: Error {
        let message: String
    }

    static func words(of text: String) throws(Mistake) -> [String] {
        var words: [String] = []
        var rest = text.unicodeScalars[...]
        while true {
            rest = rest.drop(while: \.properties.isWhitespace)
            words.append(rest.first == "'" ? try quoted(&rest) : try bare(&rest))
            rest = rest.drop(while: \.properties.isWhitespace)
            guard let next = rest.popFirst() else { return words }
            guard next == "," else { throw Mistake(message: "a ',' is missing after the word '\(words.last ?? "")'") }
        }
    }

    /// The word as ``words(of:)`` reads it.
    static func spelling(of word: String) -> String {
        let first = word.unicodeScalars.first
        let isPlain = word.trimmed == word && !word.has(",") && first != "'" && first != "\""
        return isPlain ? word : SQLQuoting.text(word)
    }

    private static func quoted(_ rest: inout Substring.UnicodeScalarView) throws(Mistake) -> String {
        rest.removeFirst()
        var word = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "'" {
                guard rest.first == "'" else {
                    if word.isEmpty { throw Mistake(message: "a word of the enum is missing") }
                    return String(word)
                }
                rest.removeFirst()
            }
            word.append(scalar)
        }
        throw Mistake(message: "the quote before the word '\(String(word))' is never closed")
    }

    private static func bare(_ rest: inout Substring.UnicodeScalarView) throws(Mistake) -> String {
        let word = String(rest.prefix { $0 != "," }).trimmed
        if word.isEmpty { throw Mistake(message: "a word of the enum is missing") }
        if word.unicodeScalars.first == "\"" {
            throw Mistake(message: "write the word \(word) without quotes, or in single ones")
        }
        rest = rest.drop { $0 != "," }
        return word
    }
}
