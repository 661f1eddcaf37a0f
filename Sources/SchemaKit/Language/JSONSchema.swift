import ExactText

/// The schema language as a JSON Schema (draft 7), for editors to complete and check a schema file with.
///
/// It is made from ``SchemaLanguage``, as the loader's checks are. What JSON Schema cannot say (that a reference names a
/// table, that a default fits its column) only the loader finds.
public enum JSONSchema {
    /// The text of `schema.schema.json`.
    public static var text: String {
        var root = schema(of: SchemaLanguage.schema)
        root.members.insert(("$schema", .string("http://json-schema.org/draft-07/schema#")), at: 0)
        root.members.insert(("title", .string("A database schema")), at: 1)
        root.members.append(
            ("anyOf", .array(["tables", "views", "include"].map { .object(["required": .array([.string($0)])]) })))
        root.members.append(("definitions", .object(Value.Object(members: definitions))))
        return Value.object(root).text + "\n"
    }

    private static var definitions: [(String, Value)] {
        let sections = SchemaLanguage.sections.filter { $0.name != SchemaLanguage.schema.name }
        return sections.map { ($0.name, .object(schema(of: $0))) } + [("type", type)]
    }

    private static func schema(of section: Section) -> Value.Object {
        var properties = Value.Object()
        for key in section.keys {
            var value = schema(of: key.shape)
            value.members.insert(("description", .string(key.summary)), at: 0)
            properties.members.append((key.name, .object(value)))
        }
        var schema: Value.Object = [
            "description": .string(section.summary), "type": .string("object"), "properties": .object(properties),
        ]
        let required = section.keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema.members.append(("required", .array(required.map(Value.string)))) }
        // A mapping with an unquoted `enum(a, b)` has what follows the comma as a key without a value; the loader puts it
        // together again.
        let hasTypes = section.keys.contains { if case .type = $0.shape { true } else { false } }
        schema.members.append(("additionalProperties", hasTypes ? .object(["type": .string("null")]) : .boolean(false)))
        return schema
    }

    private static func schema(of shape: Shape) -> Value.Object {
        switch shape {
        case .text: return ["type": .array(["string", "number", "boolean"].map(Value.string))]
        case .boolean: return ["type": .string("boolean")]
        case .type: return ["$ref": .string("#/definitions/type")]
        // What a column can hold is not known here; null is no default.
        case .literal:
            return ["type": .array(["string", "number", "boolean", "array", "object"].map(Value.string))]
        case .sql: return schema(of: .either([.text, .mapping(SchemaLanguage.dialects)]))
        case .word(let words): return ["enum": .array(words.map(Value.string))]
        case .list(let item): return ["type": .string("array"), "items": .object(schema(of: item))]
        case .mapping(let section):
            return ["$ref": .string("#/definitions/\(section.name.replacing(" ", by: "%20"))")]
        case .named(let value, let mayBeEmpty):
            var names: Value.Object = [
                "type": .string("object"), "minProperties": .integer(1),
                "propertyNames": .object(["minLength": .integer(1), "maxLength": .integer(NameRules.longestName)]),
                "additionalProperties": .object(schema(of: value)),
            ]
            if mayBeEmpty { names.members.removeAll { $0.0 == "minProperties" } }
            return names
        case .either(let shapes): return ["anyOf": .array(shapes.map { .object(schema(of: $0)) })]
        }
    }

    private static var type: Value {
        let patterns = TypeDescription.all.map { type in
            switch type.arguments {
            case .none: type.name
            case .length: #"\#(type.name)\s*\(0*[1-9][0-9]*\)"#
            case .precisionAndScale: #"\#(type.name)\s*\(\s*[0-9]+\s*(,\s*[0-9]+\s*\)|\)|$)"#
            // The closing parenthesis may be in what looks like the next key.
            case .words: #"\#(type.name)\s*\(.+"#
            }
        }
        let list = TypeDescription.all.map { "`\($0.example)`: \($0.summary)" }.joined(separator: "\n\n")
        return .object([
            "description": .string("What a column holds.\n\n\(list)"), "type": .string("string"),
            "pattern": .string("^\\s*(\(patterns.joined(separator: "|")))\\s*$"),
            "examples": .array(TypeDescription.all.map { .string($0.example) }),
        ])
    }
}

/// A JSON value whose objects keep the order of their members.
private indirect enum Value {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([Value])
    case object(Object)

    struct Object: ExpressibleByDictionaryLiteral {
        var members: [(String, Value)] = []

        init() {}

        init(members: [(String, Value)]) {
            self.members = members
        }

        init(dictionaryLiteral members: (String, Value)...) {
            self.members = members
        }
    }

    var text: String { text(indentation: "") }

    private func text(indentation: String) -> String {
        let inner = indentation + "  "
        switch self {
        case .string(let text): return JSONText.quoted(text)
        case .integer(let number): return "\(number)"
        case .boolean(let value): return "\(value)"
        case .array(let items):
            let texts = items.map { $0.text(indentation: inner) }
            let line = "[" + texts.joined(separator: ", ") + "]"
            if line.utf8.count <= 100, !line.contains("\n") { return line }
            return "[\n" + texts.map { inner + $0 }.joined(separator: ",\n") + "\n\(indentation)]"
        case .object(let object):
            let texts = object.members.map { JSONText.quoted($0.0) + ": " + $0.1.text(indentation: inner) }
            let line = "{ " + texts.joined(separator: ", ") + " }"
            if line.utf8.count <= 100, !line.contains("\n") { return line }
            return "{\n" + texts.map { inner + $0 }.joined(separator: ",\n") + "\n\(indentation)}"
        }
    }
}
