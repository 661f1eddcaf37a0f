/// Why a text of SQL cannot be a script.
package struct SQLMistake: Error, Hashable {
    /// Where it is: the line, and the place in it in Unicode scalars, both from 1.
    package let line: Int
    package let column: Int
    /// What is wrong, and what to do.
    package let message: String

    init(_ message: String, at offset: Int, in text: String, _ rules: SQLLexer.Rules) {
        self.message = message
        line = SQLLexer(text, rules).lineEnds(in: 0..<offset) + 1
        let before = Array(text.utf8.prefix(offset))
        let start = before.lastIndex(where: rules.endsLine).map { $0 + 1 } ?? 0
        column = before[start...].count { $0 & 0xc0 != 0x80 } + 1
    }

    /// A comment or a quote that the text begins and does not end.
    static func unclosed(_ token: SQLLexer.Token, in text: String, _ rules: SQLLexer.Rules) -> SQLMistake {
        let offset = SQLLexer(text, rules).opening(of: token)
        let opening = text.utf8.dropFirst(offset)
        let message: String
        switch opening.first {
        case UInt8(ascii: "/"):
            message =
                "this comment is never closed; write '*/' at its end"
                + (rules.nestsComments ? ", and at that of each comment in it" : "")
        case UInt8(ascii: "$"):
            let tag = opening.dropFirst().prefix { $0 != UInt8(ascii: "$") }
            message = "this quote is never closed; write '$\(Substring(tag))$' at its end"
        case UInt8(ascii: "["): message = "this quote is never closed; write ']' at its end"
        case let quote:
            let mark = Unicode.Scalar(quote ?? UInt8(ascii: "'"))
            message = "this quote is never closed; write \(mark) at its end, and \(mark)\(mark) where the text has one"
        }
        return SQLMistake(message, at: offset, in: text, rules)
    }
}
