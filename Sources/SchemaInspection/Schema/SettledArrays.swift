/// Arrays as PostgreSQL prints them when it has read its own printing.
///
/// Of `state IN ('a', 'b')` with a VARCHAR it makes `(ARRAY['a'::character varying, …])::text[]`, and when it is given that,
/// `ARRAY[('a'::character varying)::text, …]`, which it leaves alone. Without this a schema made from a live database would
/// differ from that database for ever.
enum SettledArrays {
    static func text(_ sql: String) -> String {
        guard sql.contains("(ARRAY[") else { return sql }
        return DefinitionText.spelled(tokens(DefinitionText(sql, hasArrays: true).tokens[...]))
    }

    static func tokens(_ tokens: ArraySlice<DefinitionText.Token>) -> ArraySlice<DefinitionText.Token> {
        var result: [DefinitionText.Token] = []
        var rest = tokens
        while let first = rest.first {
            if let (array, after) = array(rest) {
                result += array
                rest = after
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result[...]
    }

    /// The array that begins here, if it is cast as a whole, and what comes after it.
    private static func array(
        _ tokens: ArraySlice<DefinitionText.Token>
    ) -> (array: [DefinitionText.Token], after: ArraySlice<DefinitionText.Token>)? {
        let head = Array(tokens.prefix(3))
        guard head.count == 3, head[0].isSign("("), head[1].isWord("array"), head[2].isSign("[") else { return nil }
        let inside = DefinitionText.inside(tokens)
        guard inside.last?.isSign("]") == true else { return nil }
        let items = inside.dropFirst(2).dropLast()
        var after = tokens[min(inside.endIndex + 1, tokens.endIndex)...]
        // An array of arrays is left as it is.
        guard !items.contains(where: { $0.isSign("[") }), after.first?.isSign("::") == true else { return nil }
        let type = after.prefix { !$0.isSign("[") && !$0.isSign(")") && !$0.isSign(",") }
        after = after.dropFirst(type.count)
        guard after.first?.isSign("[") == true, after.dropFirst().first?.isSign("]") == true else { return nil }
        after = after.dropFirst(2)

        func sign(_ sign: String) -> DefinitionText.Token {
            DefinitionText.Token(kind: .sign, text: sign, spelling: sign)
        }
        var array = [head[1], head[2]]
        array[0].hasSpaceBefore = head[0].hasSpaceBefore
        for (number, item) in DefinitionText.parts(of: items).enumerated() {
            guard var first = item.first else { return nil }
            if number > 0 { array.append(sign(",")) }
            var opening = sign("(")
            opening.hasSpaceBefore = number > 0
            first.hasSpaceBefore = false
            array += [opening, first] + item.dropFirst() + [sign(")")] + type
        }
        return (array + [sign("]")], after)
    }
}
