import ExactText
import SchemaKit

/// Collects lines of Swift at the right indentation.
struct CodePrinter {
    private(set) var text = ""
    private var indentation = 0 {
        didSet { margin = String(repeating: "    ", count: indentation) }
    }
    private var margin = ""
    /// What begins a declaration: the access level, followed by a space where it says anything.
    let access: String

    init(_ accessLevel: Schema.Options.AccessLevel) {
        access =
            switch accessLevel {
            case .public: "public "
            case .package: "package "
            case .internal: ""
            }
    }

    /// Prints `@inlinable`, for code that other modules see.
    ///
    /// - Parameter always: it becomes part of whoever calls it. An async call of its own takes a twentieth of a short statement.
    mutating func inlinable(always: Bool = false) {
        if access == "public " { print("@inlinable") }
        if always { print("@inline(__always)") }
    }

    /// Begins a declaration that inlined code uses, and nobody else should.
    var usableFromInline: String {
        access == "public " ? "@usableFromInline " : ""
    }

    /// Prints each line of a text; an empty one makes a blank line.
    mutating func print(_ lines: String = "") {
        guard lines.has("\n") else {
            printLine(lines)
            return
        }
        for line in lines.parts(between: "\n") { printLine(String(line)) }
    }

    private mutating func printLine(_ line: String) {
        if !line.isEmpty {
            text += margin
            text += line
        }
        text += "\n"
    }

    /// Whether the text fits on the rest of a line.
    private func fits(_ line: String) -> Bool {
        line.scalarCount <= CodePrinter.lineLength - indentation * 4
    }

    /// Prints `head {`, what `body` prints one level deeper, and `}`.
    mutating func block(_ head: String, _ body: (inout CodePrinter) -> Void) {
        print(head + " {")
        indented(body)
        print("}")
    }

    mutating func indented(_ body: (inout CodePrinter) -> Void) {
        indentation += 1
        body(&self)
        indentation -= 1
    }

    /// Prints `head { body }` on one line if it fits, else as a block.
    mutating func property(_ head: String, _ body: String) {
        let line = "\(head) { \(body) }"
        if fits(line) {
            print(line)
        } else {
            block(head) { $0.print(body) }
        }
    }

    /// Prints a documentation comment, wrapped.
    mutating func document(_ comment: String) {
        var comment = comment
        while comment.last?.isWhitespace == true { comment.removeLast() }
        for paragraph in comment.lines {
            let lines = CodePrinter.wrap(String(paragraph), width: CodePrinter.lineLength - indentation * 4 - 4)
            for line in lines { print(line.isEmpty ? "///" : "/// " + line) }
        }
    }

    /// Prints `head(a, b, c)tail` on one line if it fits, else with an argument list broken into lines.
    mutating func list(_ head: String, _ items: [String], _ tail: String) {
        let line = head + items.joined(separator: ", ") + tail
        if fits(line), !line.has("\n") {
            print(line)
            return
        }
        print(head)
        indented { code in
            for (number, item) in items.enumerated() {
                code.print(item + (number < items.count - 1 ? "," : ""))
            }
        }
        print(tail)
    }

    /// Prints `case label: value` on one line if it fits, else on two.
    mutating func choice(_ label: String, _ value: String) {
        let line = "case \(label): \(value)"
        if fits(line) {
            print(line)
        } else {
            print("case \(label):")
            indented { $0.print(value) }
        }
    }

    /// Prints a function.
    mutating func function(
        _ name: String, _ parameters: [String], _ effects: String, _ body: (inout CodePrinter) -> Void
    ) {
        list("\(access)nonisolated(nonsending) func \(name)(", parameters, ") \(effects) {")
        indented(body)
        print("}")
    }

    /// Prints `label "text"tail` with the text broken into lines where it is long, which the literal joins again.
    mutating func literal(_ label: String, _ text: String, _ tail: String) {
        // One that is too long without escapes need not be escaped to be seen to be.
        if fits(label + text + tail) {
            let plain = label + SwiftLiteral.string(text) + tail
            if fits(plain) {
                print(plain)
                return
            }
        }
        print(label + "\"\"\"")
        // Lines are indented further than a label, but not than the quotes alone.
        if !label.isEmpty { indentation += 1 }
        let escaped = SwiftLiteral.escaped(text, inMultiline: true)
        let lines = CodePrinter.wrap(escaped, width: CodePrinter.lineLength - indentation * 4 - 2)
        for (number, line) in lines.enumerated() {
            print(line + (number < lines.count - 1 ? " \\" : ""))
        }
        print("\"\"\"" + tail)
        if !label.isEmpty { indentation -= 1 }
    }

    static let lineLength = 120

    /// Breaks a text at spaces so that no line is longer than `width`, unless a single word is.
    private static func wrap(_ text: String, width: Int) -> [String] {
        if text.utf8.count <= width { return [text] }
        let space = UInt8(ascii: " ")
        let bytes = text.utf8
        var lines: [String] = []
        var start = bytes.firstIndex { $0 != space } ?? bytes.endIndex
        while text[start...].scalarCount > width {
            let limit = text.index(start, offsetByScalars: width)
            let fitting = bytes[bytes.index(after: start)...limit].lastIndex(of: space)
            guard let end = fitting ?? bytes[limit...].firstIndex(of: space) else { break }
            lines.append(String(text[start..<end]))
            start = bytes.index(after: end)
        }
        lines.append(String(text[start...]))
        return lines
    }
}
