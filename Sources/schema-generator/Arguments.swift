/// `--schema FILE --migrations DIRECTORY --output DIRECTORY`, in any order.
struct Arguments {
    let schema: String
    let migrations: String
    let output: String

    struct Misuse: Error, CustomStringConvertible {
        let description: String
    }

    init(_ arguments: [String]) throws(Misuse) {
        var values: [String: String] = [:]
        var rest = arguments.dropFirst()
        while let option = rest.popFirst() {
            guard ["--schema", "--migrations", "--output"].contains(option), let value = rest.popFirst() else {
                throw Misuse(description: "unexpected argument '\(option)'; \(Self.usage)")
            }
            values[option] = value
        }
        guard let schema = values["--schema"], let migrations = values["--migrations"], let output = values["--output"]
        else { throw Misuse(description: Self.usage) }
        self.schema = schema
        self.migrations = migrations
        self.output = output
    }

    private static let usage = "usage: schema-generator --schema FILE --migrations DIRECTORY --output DIRECTORY"
}
