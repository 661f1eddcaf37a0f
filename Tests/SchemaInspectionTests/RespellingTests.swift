import RoseyRuntime
import SchemaInspection
import SchemaSQL
import TestSupport
import Testing

/// What a schema makes, spelled by somebody else, is the same to SQLite and to who reads it.
@Suite(.timeLimit(.minutes(5)))
struct RespellingTests {
    @Test func anySchema() async throws {
        var generator = SeededGenerator()
        let seed = generator.seed
        var schemas = RandomSchema(generator)
        for number in 0..<200 {
            await Task.yield()
            let statements = Dialect.sqlite.sql.createStatements(schemas.next())
            let respelled = statements.map { Respelling.of($0, &generator) }
            let place = Comment("seed \(seed), schema \(number)\n\(respelled.joined(separator: ";\n"))")
            #expect(try await LiveDatabase.inspect(respelled) == LiveDatabase.inspect(statements), place)
        }
    }
}

/// Other quotes, other letters where they do not count, other white space.
enum Respelling {
    static func of(_ sql: String, _ generator: inout SeededGenerator) -> String {
        var result = ""
        var rest = sql[...]
        while let character = rest.first {
            if rest.hasPrefix("-- ") {
                result += take(&rest) { $0 != "\n" }
            } else if character == "'" {
                result += quoted(&rest)
            } else if character == "\"" {
                result += name(quoted(&rest), &generator)
            } else if character.isLetter {
                result += word(take(&rest) { $0.isLetter || $0.isNumber || $0 == "_" }, &generator)
            } else if character == " " {
                rest.removeFirst()
                result += [" ", "  ", "\t", " /* ' */ "].randomElement(using: &generator) ?? " "
            } else if "(),".contains(character) {
                rest.removeFirst()
                result += String(character) + (Bool.random(using: &generator) ? " " : "")
            } else {
                result.append(rest.removeFirst())
            }
        }
        return result
    }

    private static func take(_ rest: inout Substring, while belongs: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: belongs)
        rest = rest[taken.endIndex...]
        return String(taken)
    }

    private static func quoted(_ rest: inout Substring) -> String {
        let quote = rest.removeFirst()
        var text = String(quote)
        while let character = rest.popFirst() {
            text.append(character)
            if character == quote {
                guard rest.first == quote else { break }
                text.append(rest.removeFirst())
            }
        }
        return text
    }

    private static func name(_ quoted: String, _ generator: inout SeededGenerator) -> String {
        let name = String(quoted.dropFirst().dropLast())
        if name.contains(where: { "\"`[]".contains($0) }) { return quoted }
        return ["\"\(name)\"", "[\(name)]", "`\(name)`"].randomElement(using: &generator) ?? quoted
    }

    private static func word(_ word: String, _ generator: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: word.uppercased()
        case 1: word.lowercased()
        default:
            String(
                word.map { Bool.random(using: &generator) ? Character($0.uppercased()) : Character($0.lowercased()) })
        }
    }
}
