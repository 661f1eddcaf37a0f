/// Names and texts in quotes, which both databases read the same way.
///
/// Neither database can have a NUL in a text of SQL: it is refused where a text comes in, not here.
package enum SQLQuoting {
    /// The name in double quotes: in the given case, reserved or not.
    package static func name(_ name: String) -> String {
        "\"" + name.replacing("\"", by: "\"\"") + "\""
    }

    /// The text in single quotes. PostgreSQL reads it so as long as `standard_conforming_strings` is on.
    package static func text(_ text: String) -> String {
        "'" + text.replacing("'", by: "''") + "'"
    }

    /// The name that is written in double quotes at the start of a text; `nil` where there is none.
    package static func name(quotedAtStartOf text: some StringProtocol) -> String? {
        let quote = UInt8(ascii: "\"")
        var rest = Substring(text).utf8
        guard rest.popFirst() == quote else { return nil }
        var name: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == quote, rest.popFirst() != quote { return String(decoding: name, as: UTF8.self) }
            name.append(byte)
        }
        return nil
    }
}
